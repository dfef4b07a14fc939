package io.entrepot.engine.content;

import static io.entrepot.engine.content.ContentFixture.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.page.Cursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** What is remembered of assets is what the database says, whoever changed it, at every moment. */
public class AssetCacheTest {

  private static final AssetPath PATH = AssetPath.of("a/b");

  @Rule public final ContentFixture fixture = new ContentFixture();

  private ContentStore content;

  @Before
  public void open() throws IOException {
    content = fixture.content("files");
    put(content, "a/b", "text");
    assertThat(content.find(PATH)).isPresent();
  }

  @Test
  public void shouldAnswerAgainWithoutTheDatabase() throws IOException {
    fixture.database().close();
    assertThat(content.find(PATH)).isPresent();
  }

  @Test
  public void shouldKnowWithoutTheDatabaseThatNothingIsThere() throws IOException {
    AssetPath nothing = AssetPath.of("nothing");
    assertThat(content.find(nothing)).isEmpty();
    fixture.database().close();
    assertThat(content.find(nothing)).isEmpty();
  }

  @Test
  public void shouldFindWhatHasComeSince() throws IOException {
    assertThat(content.find(AssetPath.of("c"))).isEmpty();
    put(content, "c", "text");
    assertThat(content.find(AssetPath.of("c"))).isPresent();
  }

  @Test
  public void shouldFindWhatHasComeInPlaceOfSomethingOfTheSameSize() throws IOException {
    assertThat(content.find(AssetPath.of("c"))).isEmpty();
    Asset asset = content.find(PATH).orElseThrow();
    content.commit(
        ChangeSet.empty()
            .link(AssetWrite.of(AssetPath.of("c"), "text/plain"), asset.blob())
            .delete(PATH));
    assertThat(content.find(AssetPath.of("c"))).isPresent();
  }

  @Test
  public void shouldForgetAnAssetThatIsDeleted() throws IOException {
    content.commit(ChangeSet.empty().delete(PATH));
    assertThat(content.find(PATH)).isEmpty();
  }

  @Test
  public void shouldForgetWhatAnyStatementChanges() throws IOException {
    change("UPDATE asset SET content_type = 'text/other' WHERE path = 'a/b'");
    assertThat(content.find(PATH).orElseThrow().contentType()).isEqualTo("text/other");

    change("UPDATE blob SET md5 = '0cc175b9c0f1b6a831c399e269772661'");
    assertThat(content.find(PATH).orElseThrow().blob().digests()).hasSize(2);
  }

  @Test
  public void shouldForgetWhatGoesWithSomethingElse() throws IOException {
    change("CREATE TABLE parent (id INTEGER PRIMARY KEY)");
    change("INSERT INTO parent VALUES (1)");
    change("ALTER TABLE asset ADD parent INTEGER REFERENCES parent (id) ON DELETE CASCADE");
    change("UPDATE asset SET parent = 1");
    assertThat(content.find(PATH)).isPresent();

    change("DELETE FROM parent WHERE id = 1");
    assertThat(content.find(PATH)).isEmpty();
  }

  @Test
  public void shouldNeverGoBackInTime() throws Exception {
    AtomicInteger newest = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      write(0);
      List<Future<Integer>> readers = new ArrayList<>();
      readers.add(threads.submit(() -> readUntil(done, newest, this::remembered)));
      readers.add(threads.submit(() -> readUntil(done, newest, this::remembered)));
      readers.add(threads.submit(() -> readUntil(done, newest, this::stored)));
      for (int i = 1; i <= 2000; i++) {
        write(i);
        newest.accumulateAndGet(i, Math::max);
      }
      done.set(true);
      for (Future<Integer> reader : readers) {
        assertThat(reader.get()).isPositive();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private interface Reading {
    String type() throws IOException;
  }

  private String remembered() throws IOException {
    return content.find(PATH).orElseThrow().contentType();
  }

  private String stored() throws IOException {
    return content.list(AssetPath.of("a"), Cursor.START, 1).items().get(0).contentType();
  }

  /** Reads on; gives how often. What one reader has seen, the others see from then on. */
  private static int readUntil(AtomicBoolean done, AtomicInteger newest, Reading reading)
      throws IOException {
    int reads = 0;
    while (!done.get()) {
      int least = newest.get();
      String type = reading.type();
      int seen = Integer.parseInt(type.substring(type.indexOf('/') + 1));
      assertThat(seen).isGreaterThanOrEqualTo(least);
      newest.accumulateAndGet(seen, Math::max);
      reads++;
    }
    return reads;
  }

  private void write(int version) throws IOException {
    change("UPDATE asset SET content_type = 'version/" + version + "' WHERE path = 'a/b'");
  }

  private void change(String sql) throws IOException {
    fixture.database().write(handle -> handle.execute(sql));
  }
}
