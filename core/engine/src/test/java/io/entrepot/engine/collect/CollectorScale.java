package io.entrepot.engine.collect;

import io.entrepot.engine.Environment;
import io.entrepot.engine.blob.BlobHold;
import io.entrepot.engine.blob.BlobStores;
import io.entrepot.engine.content.RepositoryContents;
import io.entrepot.engine.database.Database;
import io.entrepot.engine.repository.DatabaseDefinitions;
import io.entrepot.engine.repository.ExpiredRepositories;
import io.entrepot.engine.repository.Serving;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Measures a collection: so many blobs, each a row and a file, of which every tenth has no asset.
 *
 * <pre>
 * java -Xmx512m -cp … io.entrepot.engine.collect.CollectorScale &lt;folder&gt; 1000000
 * </pre>
 */
public final class CollectorScale {

  private static final int BATCH = 10_000;
  private static final int EVERY = 10;

  private CollectorScale() {}

  /** Fills the folder, which must not be there, and collects. */
  public static void main(String[] arguments) throws IOException {
    Path data = Path.of(arguments[0]);
    int blobs = Integer.parseInt(arguments[1]);
    Files.createDirectories(data);
    try (Database database = new Database(data.resolve("database"));
        BlobStores stores = new BlobStores(database, data.resolve("blobs"), Clock.systemUTC());
        RepositoryContents contents = new RepositoryContents(database, stores)) {
      contents.of("files", "default");
      long began = System.nanoTime();
      for (int from = 0; from < blobs; from += BATCH) {
        fill(database, data, from, Math.min(blobs, from + BATCH));
      }
      System.out.printf("filled in %.1f s%n", seconds(began));
      began = System.nanoTime();
      Run run = new Run(0, 0);
      collector(data, database, stores, contents).run(run);
      System.out.printf("%d blobs considered in %.1f s: %s%n", blobs, seconds(began), run.lines);
      System.out.printf(
          "heap: at most %d MB used of %d%n",
          (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20,
          Runtime.getRuntime().maxMemory() >> 20);
    }
  }

  private static StorageCollect collector(
      Path data, Database database, BlobStores stores, RepositoryContents contents) {
    Serving nothing =
        new Serving() {
          @Override
          public Optional<Held> hold(String name) {
            return Optional.empty();
          }

          @Override
          public Optional<HeldClaim> claim(String path) {
            return Optional.empty();
          }
        };
    return new StorageCollect(
        contents,
        stores,
        new BlobHold(),
        nothing,
        new ExpiredRepositories(
            new DatabaseDefinitions(database), new Environment(data, 8081, 8443)),
        Clock.systemUTC());
  }

  private static void fill(Database database, Path data, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      String name = name(i);
      Path folder = data.resolve("blobs/default/blobs").resolve(name.substring(0, 2));
      if (i < 65_536) {
        Files.createDirectories(folder);
      }
      Files.createFile(folder.resolve(name));
    }
    database.write(
        handle -> {
          try (PreparedBatch rows =
              handle.prepareBatch(
                  "INSERT INTO blob (id, store, name, size, sha256, assets, unreferenced_since,"
                      + " created) VALUES (?, 'default', ?, 0, ?, ?, ?, 1)")) {
            for (int i = from; i < to; i++) {
              boolean garbage = i % EVERY == 0;
              rows.bind(0, i + 1)
                  .bind(1, name(i))
                  .bind(2, name(i).substring(0, 64))
                  .bind(3, garbage ? 0 : 1)
                  .bind(4, garbage ? Long.valueOf(1) : null)
                  .add();
            }
            rows.execute();
          }
          try (PreparedBatch rows =
              handle.prepareBatch(
                  "INSERT INTO asset (content, path, blob, content_type, created, updated)"
                      + " VALUES (1, ?, ?, 'text/plain', 1, 1)")) {
            for (int i = from; i < to; i++) {
              if (i % EVERY != 0) {
                rows.bind(0, "folder/" + name(i)).bind(1, i + 1).add();
              }
            }
            rows.execute();
          }
          return handle.execute("UPDATE blob_store SET blobs = blobs + ?", to - from);
        });
  }

  /** Spread over the folders as checksums are. */
  private static String name(int number) {
    long mixed = number * 0x9E3779B97F4A7C15L;
    return String.format(Locale.ROOT, "%016x%048x.%032x", mixed, number, number);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
