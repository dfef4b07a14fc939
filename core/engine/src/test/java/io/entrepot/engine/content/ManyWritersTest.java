package io.entrepot.engine.content;

import static io.entrepot.engine.content.ContentFixture.put;
import static io.entrepot.engine.content.ContentFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.ContentStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;

/**
 * Many who write at once: nobody is told that the database is busy, and nobody's write is lost. For
 * so many seconds as {@code entrepot.writers.seconds} says.
 */
public class ManyWritersTest {

  private static final int WRITERS = 64;
  private static final int READERS = 4;
  private static final int SECONDS = Integer.getInteger("entrepot.writers.seconds", 10);

  @Rule public final ContentFixture fixture = new ContentFixture();

  @Test
  public void shouldTellNobodyThatTheDatabaseIsBusy() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    ContentStore content = fixture.content("files");
    put(content, "first", "text of first");
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS + READERS);
    List<Future<Integer>> writers = new ArrayList<>();
    List<Future<Integer>> readers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      writers.add(threads.submit(() -> write(content, writer, end)));
    }
    for (int i = 0; i < READERS; i++) {
      readers.add(threads.submit(() -> read(content, end)));
    }
    int written = 0;
    int kept = 1;
    for (int i = 0; i < WRITERS; i++) {
      int count = writers.get(i).get(); // throws what a writer was told
      String last = i + "/" + (count - 1);
      assertThat(text(content, last)).isEqualTo("text of " + last);
      written += count;
      kept += count - count / 5;
    }
    for (Future<Integer> reader : readers) {
      assertThat(reader.get()).isPositive();
    }
    threads.shutdown();
    System.err.printf("figures: %d writes of %d writers in %d s%n", written, WRITERS, SECONDS);
    assertThat(count("SELECT assets FROM content WHERE repository = 'files'")).isEqualTo(kept);
    for (String wrong : KeptCountersTest.WRONG) {
      assertThat(count(wrong)).as(wrong).isZero();
    }
  }

  private static int read(ContentStore content, long end) throws IOException {
    int reads = 0;
    while (System.nanoTime() < end || reads == 0) {
      assertThat(text(content, "first")).isEqualTo("text of first");
      reads++;
    }
    return reads;
  }

  /** Puts, and with each fifth deletes the one before it. */
  private static int write(ContentStore content, int writer, long end) throws IOException {
    int next = 0;
    while (System.nanoTime() < end || next == 0) {
      String path = writer + "/" + next;
      put(content, path, "text of " + path);
      if (next % 5 == 4) {
        content.commit(ChangeSet.empty().delete(AssetPath.of(writer + "/" + (next - 1))));
      }
      next++;
    }
    return next;
  }

  private long count(String sql) throws IOException {
    return fixture
        .database()
        .read(handle -> handle.createQuery(sql).map((row, context) -> row.getLong(1)).one());
  }
}
