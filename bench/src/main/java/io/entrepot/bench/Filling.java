package io.entrepot.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Many assets as rows of a stopped server's database: half of them files, a hundred in a folder and
 * each with a component; half of them tags of one manifest that was pushed before, ten of an image.
 * The files have no bytes.
 */
final class Filling {

  private static final int IN_FOLDER = 100;
  private static final int OF_IMAGE = 10;

  private final Path database;
  private final int assets;

  Filling(Path data, int assets) {
    this.database = data.resolve("database/entrepot.db");
    this.assets = assets;
  }

  /** The path of a listing, below the raw repository. */
  static String folder(int number) {
    return "scale/g" + number + "/";
  }

  /** How many folders there are. */
  int folders() {
    return assets / 2 / IN_FOLDER;
  }

  /** What a file is searched by. */
  static String name(int number) {
    return "artifact-%05x-%d".formatted(number % 65_536, number);
  }

  /** A file's path within the raw repository. */
  static String path(int number) {
    return folder(number / IN_FOLDER) + name(number);
  }

  /** Its checksum, as far as anybody can tell. */
  static String sha256(int number) {
    return "%064x".formatted(number);
  }

  int files() {
    return assets / 2;
  }

  int tags() {
    return assets / 2;
  }

  /** The path of a manifest, within the protocol. */
  static String manifest(int number) {
    return "scale/i" + number / OF_IMAGE + "/manifests/t" + number % OF_IMAGE;
  }

  /**
   * Makes them.
   *
   * @param known the path of the asset that all tags are like
   */
  void make(String known) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = OFF");
      statement.execute("PRAGMA cache_size = -400000");
      connection.setAutoCommit(false);
      files(statement);
      tags(statement, known);
      connection.commit();
    }
  }

  private void files(Statement statement) throws SQLException {
    long content = content(statement, "raw-hosted");
    String numbers = numbers(files());
    String name = "printf('artifact-%05x-%d', i % 65536, i)";
    String folder = "'scale/g' || (i / " + IN_FOLDER + ")";
    statement.execute(
        "INSERT INTO blob (id, store, name, size, sha256, assets, created) "
            + numbers
            + " SELECT 10000000 + i, 'default', printf('%064x', i) || '.scale', 4096,"
            + " printf('%064x', i), 1, 0 FROM n");
    statement.execute(
        "INSERT INTO component (id, content, group_name, name, version, assets) "
            + numbers
            + " SELECT 10000000 + i, "
            + content
            + ", '/' || "
            + folder
            + ", "
            + name
            + ", '', 1 FROM n");
    statement.execute(
        "INSERT INTO asset (id, content, path, blob, component, content_type, created, updated) "
            + numbers
            + " SELECT 10000000 + i, "
            + content
            + ", "
            + folder
            + " || '/' || "
            + name
            + ", 10000000 + i, 10000000 + i, 'application/octet-stream', 0, 0 FROM n");
    statement.execute(
        "INSERT INTO node (content, folder, folded, name, asset, children) "
            + numbers
            + " SELECT "
            + content
            + ", "
            + folder
            + ", "
            + name
            + ", "
            + name
            + ", 10000000 + i, 0 FROM n");
    statement.execute(
        "INSERT INTO node (content, folder, folded, name, asset, children) "
            + numbers(folders())
            + " SELECT "
            + content
            + ", 'scale', 'g' || i, 'g' || i, NULL, "
            + IN_FOLDER
            + " FROM n");
    statement.execute(
        "INSERT INTO node (content, folder, folded, name, asset, children) VALUES ("
            + content
            + ", '', 'scale', 'scale', NULL, "
            + folders()
            + ")");
    count(statement, content, files(), 4096L * files());
  }

  private void tags(Statement statement, String known) throws SQLException {
    long content = content(statement, "docker-hosted");
    statement.execute(
        "INSERT INTO asset (id, content, path, blob, content_type, attributes, created, updated) "
            + numbers(tags())
            + " SELECT 50000000 + i, a.content, 'scale/i' || (i / "
            + OF_IMAGE
            + ") || '/_tags/t' || (i % "
            + OF_IMAGE
            + "), a.blob, a.content_type, a.attributes, a.created, a.updated"
            + " FROM n JOIN asset a ON a.content = "
            + content
            + " AND a.path = '"
            + known
            + "'");
    statement.execute(
        "UPDATE blob SET assets = assets + "
            + tags()
            + " WHERE id = (SELECT blob FROM asset WHERE content = "
            + content
            + " AND path = '"
            + known
            + "')");
    count(statement, content, tags(), 0);
  }

  private static void count(Statement statement, long content, int assets, long size)
      throws SQLException {
    statement.execute(
        "UPDATE content SET assets = assets + "
            + assets
            + ", size = size + "
            + size
            + " WHERE id = "
            + content);
  }

  private static long content(Statement statement, String repository) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("SELECT id FROM content WHERE repository = '" + repository + "'")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static String numbers(int count) {
    return "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < "
        + count
        + ")";
  }
}
