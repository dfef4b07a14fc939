package io.entrepot.engine.search;

import io.entrepot.engine.database.Database;
import java.io.IOException;
import org.jdbi.v3.core.Handle;

/**
 * Many components with one asset each, as rows without bytes: names of teams, projects and files
 * that share most of their words, as in a server that has been used for years.
 */
final class Filling {

  private static final int BATCH = 2_000;

  private static final String NUMBERS =
      "WITH RECURSIVE n(i) AS (SELECT %1$d UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %2$d),"
          + " p(i, team, artifact, version) AS (SELECT i, 'team' || (i %% 50),"
          + " 'artifact-' || printf('%%05x', (i / 10 * 7919) %% 1048576),"
          + " '1.' || (i %% 10) || '.0' FROM n)";

  private static final String SHA256 =
      "printf('%08x', (i * 2654435761) % 4294967296) || printf('%056x', i)";

  private final Database database;
  private final String repository;

  Filling(Database database, String repository) {
    this.database = database;
    this.repository = repository;
  }

  /** Adds so many to a repository that is there, numbered from a number on. */
  void add(int from, int count) throws IOException {
    for (int i = from; i < from + count; i += BATCH) {
      int first = i;
      int end = Math.min(from + count, i + BATCH);
      database.write(handle -> batch(handle, first, end));
      if (i % 100_000 == 0 && i > 0) {
        System.out.println(i + " components");
      }
    }
    database.write(
        handle ->
            handle.execute(
                "UPDATE content SET assets = assets + ?, size = size + ? WHERE repository = ?",
                count,
                count * 4096L,
                repository));
  }

  private int batch(Handle handle, int from, int end) {
    String numbers = NUMBERS.formatted(from, end);
    long content =
        handle
            .createQuery("SELECT id FROM content WHERE repository = ?")
            .bind(0, repository)
            .mapTo(Long.class)
            .one();
    handle.execute(
        "INSERT INTO blob (id, store, name, size, sha256, assets, created) "
            + numbers
            + " SELECT 1000000 + i, 'default', "
            + SHA256
            + " || printf('.%032x', i), 4096, "
            + SHA256
            + ", 1, 0 FROM p");
    handle.execute(
        "INSERT INTO component (id, content, group_name, name, version, version_key, assets) "
            + numbers
            + " SELECT 1000000 + i, ?, 'org.example.' || team, artifact, version,"
            + " '000000001.' || printf('%09d', i % 10) || '.000000000', 1 FROM p",
        content);
    handle.execute(
        "INSERT INTO asset (id, content, path, blob, component, content_type, created, updated) "
            + numbers
            + " SELECT 1000000 + i, ?, team || '/' || artifact || '/' || version || '.jar',"
            + " 1000000 + i, 1000000 + i, 'application/java-archive', 0, 0 FROM p",
        content);
    return handle.execute(
        "INSERT INTO node (content, folder, folded, name, asset, children) "
            + numbers
            + " SELECT ?, team || '/' || artifact, version || '.jar', version || '.jar',"
            + " 1000000 + i, 0 FROM p",
        content);
  }
}
