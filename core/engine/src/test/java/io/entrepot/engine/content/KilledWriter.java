package io.entrepot.engine.content;

import io.entrepot.engine.blob.BlobStores;
import io.entrepot.engine.database.Database;
import io.entrepot.spi.content.ContentStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that puts assets, and prints the path of each once it is acknowledged, until it dies.
 */
final class KilledWriter {

  private static final int THREADS = 8;

  private KilledWriter() {}

  public static void main(String[] arguments) throws IOException {
    Path data = Path.of(arguments[0]);
    Database database = new Database(data.resolve("database"));
    BlobStores stores = new BlobStores(database, data.resolve("blobs"), Clock.systemUTC());
    ContentStore content = new RepositoryContents(database, stores).of("files", "default");
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    for (int i = 0; i < THREADS; i++) {
      threads.execute(
          () -> {
            while (true) {
              put(content, arguments[1] + "/" + next.incrementAndGet());
            }
          });
    }
  }

  /** What is put at a path. */
  static String text(String path) {
    return (path + "\n").repeat(50);
  }

  private static void put(ContentStore content, String path) {
    try {
      ContentFixture.put(content, path, text(path));
      System.out.println(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
