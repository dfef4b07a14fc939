package io.entrepot.engine.content;

import io.entrepot.spi.content.ContentStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that moves a repository to another store while others put into it, and prints what was
 * acknowledged and how far the move is, until it dies.
 */
final class KilledMover {

  private KilledMover() {}

  public static void main(String[] arguments) throws IOException {
    Path data = Path.of(arguments[0]);
    ContentFixture.Opened opened = new ContentFixture.Opened(data);
    ContentStore content = opened.contents().of("files", "other");
    AtomicInteger next = new AtomicInteger();
    for (int i = 0; i < 4; i++) {
      Thread writer =
          new Thread(
              () -> {
                while (true) {
                  put(content, arguments[1] + "/" + next.incrementAndGet());
                }
              });
      writer.setDaemon(true);
      writer.start();
    }
    new ContentMove(opened.database(), opened.stores())
        .into("other", "files", (done, total) -> System.out.println("moved"));
    System.out.println("ended");
  }

  private static void put(ContentStore content, String path) {
    try {
      ContentFixture.put(content, path, KilledWriter.text(path));
      System.out.println(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
