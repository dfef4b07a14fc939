package io.entrepot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Many blobs in a stopped server's data folder: files, and rows of which all but every tenth have
 * an asset. The files are empty, as nobody reads them; their names lie in the folders as checksums
 * do, in another order than their rows.
 */
final class BlobFilling {

  private static final int UNNEEDED_OF = 10;
  private static final int FOLDERS = 256;

  private final Path data;
  private final int blobs;

  BlobFilling(Path data, int blobs) {
    this.data = data;
    this.blobs = blobs;
  }

  /** How many no asset has. */
  int unneeded() {
    return (blobs + UNNEEDED_OF - 1) / UNNEEDED_OF;
  }

  /** Makes them, files and rows at the same time. */
  void make() throws IOException, SQLException {
    Path store = data.resolve("blobs/default/blobs");
    int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CompletableFuture<?>[] parts =
          IntStream.range(0, threads)
              .mapToObj(
                  part -> CompletableFuture.runAsync(() -> files(store, part, threads), executor))
              .toArray(CompletableFuture<?>[]::new);
      rows();
      CompletableFuture.allOf(parts).join();
    } catch (CompletionException e) {
      throw new IOException("the files of blobs cannot be made", e.getCause());
    } finally {
      executor.shutdown();
    }
  }

  private void files(Path store, int part, int parts) {
    try {
      for (int folder = part; folder < FOLDERS; folder += parts) {
        Path made =
            Files.createDirectories(store.resolve(String.format(Locale.ROOT, "%02x", folder)));
        for (int i = folder; i < blobs; i += FOLDERS) {
          Files.createFile(made.resolve(name(i)));
        }
      }
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private void rows() throws SQLException {
    String numbers =
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < "
            + blobs
            + ")";
    String digest = "printf('%02x%08x%054x', i % 256, i * 2654435761 % 4294967296, i)";
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("database/entrepot.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = OFF");
      statement.execute("PRAGMA cache_size = -400000");
      connection.setAutoCommit(false);
      statement.execute(
          "INSERT INTO blob (id, store, name, size, sha256, assets, unreferenced_since, created) "
              + numbers
              + " SELECT 10000000 + i, 'default', "
              + digest
              + " || printf('.%032x', i), 0, "
              + digest
              + ", i % 10 > 0, CASE WHEN i % 10 = 0 THEN 1 END, 1 FROM n");
      statement.execute(
          "INSERT INTO asset (id, content, path, blob, content_type, created, updated) "
              + numbers
              + " SELECT 10000000 + i, (SELECT id FROM content WHERE repository = 'raw-hosted'),"
              + " printf('collector/%03x/%d', i % 4096, i), 10000000 + i, 'text/plain', 1, 1"
              + " FROM n WHERE i % 10 > 0");
      statement.execute(
          "UPDATE blob_store SET blobs = blobs + " + blobs + " WHERE name = 'default'");
      statement.execute(
          "UPDATE content SET assets = assets + "
              + (blobs - unneeded())
              + " WHERE repository = 'raw-hosted'");
      connection.commit();
    }
  }

  private static String name(int number) {
    long mixed = number * 2654435761L % 4294967296L;
    return String.format(
        Locale.ROOT, "%02x%08x%054x.%032x", number % FOLDERS, mixed, number, number);
  }
}
