package io.entrepot.engine.content;

import static io.entrepot.engine.content.ContentFixture.put;
import static io.entrepot.engine.content.ContentFixture.stage;
import static io.entrepot.engine.content.ContentFixture.text;
import static io.entrepot.engine.content.ContentFixture.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.MissingReferenceException;
import io.entrepot.spi.content.Precondition;
import io.entrepot.spi.content.PreconditionFailedException;
import io.entrepot.spi.page.Cursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class ContentConcurrencyTest {

  @Rule public final ContentFixture fixture = new ContentFixture();

  private final ExecutorService threads = Executors.newFixedThreadPool(100);
  private ContentStore content;

  @Before
  public void open() {
    content = fixture.content("files");
  }

  @After
  public void stop() {
    threads.shutdownNow();
  }

  @Test
  public void shouldLetExactlyOneOfAHundredCreateAnAsset() throws Exception {
    List<Callable<Optional<String>>> clients = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String text = "text of " + i;
      clients.add(
          () ->
              attempt(write("contended").onlyIf(Precondition.ABSENT), text)
                  ? Optional.of(text)
                  : Optional.empty());
    }
    List<String> winners = new ArrayList<>();
    for (Future<Optional<String>> client : threads.invokeAll(clients)) {
      client.get().ifPresent(winners::add);
    }
    assertThat(winners).hasSize(1);
    assertThat(text(content, "contended")).isEqualTo(winners.get(0));
    assertThat(fixture.files()).hasSize(1);
    assertThat(fixture.contents().totals("files").size()).isEqualTo(winners.get(0).length());
  }

  @Test
  public void shouldLoseNoUpdateThatIsTiedToWhatWasRead() throws Exception {
    put(content, "counter", "0");
    List<Callable<Integer>> clients = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      clients.add(this::count);
    }
    for (Future<Integer> client : threads.invokeAll(clients)) {
      client.get();
    }
    assertThat(text(content, "counter")).isEqualTo("40");
  }

  @Test
  public void shouldKeepEqualContentOnceHoweverManyPutIt() throws Exception {
    List<Callable<Asset>> clients = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      String path = "folder " + i % 8 + "/" + i;
      clients.add(() -> put(content, path, "the same"));
    }
    for (Future<Asset> client : threads.invokeAll(clients)) {
      client.get();
    }
    assertThat(fixture.files()).hasSize(1);
    assertThat(content.browse(AssetPath.ROOT, Cursor.START, 100).items()).hasSize(8);
    for (int i = 0; i < 64; i++) {
      assertThat(text(content, "folder " + i % 8 + "/" + i)).isEqualTo("the same");
    }
    assertThat(fixture.stores().find("default").orElseThrow().blobs()).isEqualTo(1);
  }

  @Test
  public void shouldNeverCommitAParentWhoseChildIsBeingDeleted() throws Exception {
    for (int round = 0; round < 20; round++) {
      put(content, "child", "c" + round);
      String parent = "parent " + round;
      Future<Boolean> deleting =
          threads.submit(
              () ->
                  !content
                      .commit(ChangeSet.empty().delete(AssetPath.of("child")))
                      .deleted()
                      .isEmpty());
      Future<Boolean> adding =
          threads.submit(
              () -> attempt(write(parent).referring(Set.of(AssetPath.of("child"))), parent));
      assertThat(deleting.get()).isTrue();
      assertThat(content.find(AssetPath.of(parent)).isPresent()).isEqualTo(adding.get());
    }
  }

  private boolean attempt(AssetWrite asset, String text) throws IOException {
    try {
      content.commit(ChangeSet.empty().put(asset, stage(content, text)));
      return true;
    } catch (PreconditionFailedException | MissingReferenceException e) {
      return false;
    }
  }

  private int count() throws IOException {
    while (true) {
      Asset before = content.find(AssetPath.of("counter")).orElseThrow();
      int next = Integer.parseInt(new String(content.read(before.blob(), 100), UTF_8)) + 1;
      Precondition unchanged = Precondition.matches(Set.of(before.etag()));
      if (attempt(write("counter").onlyIf(unchanged), Integer.toString(next))) {
        return next;
      }
    }
  }
}
