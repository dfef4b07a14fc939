package io.entrepot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Commit;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.MissingReferenceException;
import io.entrepot.spi.content.Precondition;
import io.entrepot.spi.content.PreconditionFailedException;
import io.entrepot.spi.content.StoredBlob;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Test;

/**
 * What every content store does: assets and changes. {@link ContentStoreBytesContract}, {@link
 * ContentStoreListingContract} and {@link ContentStoreRecordsContract} say the rest.
 */
public abstract class ContentStoreContract extends ContentStoreSuite {

  @Test
  public void shouldFindWhatWasCommitted() throws IOException {
    Component component = new Component("docs", "guide", "1.0");
    AssetWrite write =
        AssetWrite.of(path("docs/guide.txt"), "text/plain")
            .with(Map.of("language", "en"))
            .in(component);

    Commit commit = store.commit(ChangeSet.empty().put(write, staged("hello")));

    Asset asset = store.find(path("docs/guide.txt")).orElseThrow();
    assertThat(commit.written()).containsExactly(asset);
    assertThat(commit.deleted()).isEmpty();
    assertThat(asset.path()).isEqualTo(path("docs/guide.txt"));
    assertThat(asset.contentType()).isEqualTo("text/plain");
    assertThat(asset.attributes()).isEqualTo(Map.of("language", "en"));
    assertThat(asset.component()).contains(component);
    assertThat(asset.blob().size()).isEqualTo(5);
    assertThat(asset.blob().sha256()).isEqualTo(TestBytes.sha256("hello"));
    assertThat(asset.created()).isEqualTo(clock.instant());
    assertThat(asset.updated()).isEqualTo(clock.instant());
    assertThat(text(asset)).isEqualTo("hello");
  }

  @Test
  public void shouldFindNothingWhereNothingWasPut() throws IOException {
    put("docs/guide.txt", "hello");

    assertThat(store.find(path("docs"))).isEmpty();
    assertThat(store.find(path("docs/guide.txt/more"))).isEmpty();
    assertThat(store.find(path("docs/Guide.txt"))).isEmpty();
    assertThat(store.find(AssetPath.ROOT)).isEmpty();
  }

  @Test
  public void shouldKeepRepositoriesApart() throws Exception {
    ContentStore other = store("other");
    StoredBlob blob = put("a", "same bytes").blob();
    other.commit(ChangeSet.empty().record("kind", "key", "{}"));

    assertThat(other.find(path("a"))).isEmpty();
    assertThat(other.blob(blob.sha256())).isEmpty();
    assertThat(store.records("kind").find("key")).isEmpty();
    try (var upload = TestBytes.upload(store, "unfinished")) {
      assertThat(other.upload(upload.id())).isEmpty();
    }
  }

  @Test
  public void shouldTakeAnyName() throws IOException {
    for (String name :
        List.of("ü", "\uD83D\uDE00", "a b", "100%", "a_b", "a'b\"c", "*", "[x]", "-")) {
      put("names/" + name, name);

      assertThat(store.find(path("names/" + name)).map(Asset::path))
          .contains(path("names/" + name));
    }
  }

  @Test
  public void shouldKeepTheTimeOfCreationWhenAnAssetIsReplaced() throws IOException {
    Instant created = clock.instant();
    store.commit(
        ChangeSet.empty()
            .put(AssetWrite.of(path("a"), "text/plain").with(Map.of("old", "1")), staged("first")));
    clock.advance(Duration.ofHours(1));

    put("a", "second");

    Asset asset = store.find(path("a")).orElseThrow();
    assertThat(asset.created()).isEqualTo(created);
    assertThat(asset.updated()).isEqualTo(clock.instant());
    assertThat(asset.attributes()).isEmpty();
    assertThat(text(asset)).isEqualTo("second");
  }

  @Test
  public void shouldDoNothingForNoChanges() throws IOException {
    assertThat(store.commit(ChangeSet.empty())).isEqualTo(new Commit(List.of(), List.of()));
  }

  @Test
  public void shouldTellWhatWasDeleted() throws IOException {
    put("a", "1");

    Commit commit = store.commit(ChangeSet.empty().delete(path("a")).delete(path("none")));

    assertThat(commit.deleted()).containsExactly(path("a"));
    assertThat(store.find(path("a"))).isEmpty();
  }

  @Test
  public void shouldMakeAllChangesOrNone() throws IOException {
    put("old", "1");
    ChangeSet changes =
        ChangeSet.empty()
            .delete(path("old"))
            .put(write("new"), staged("2"))
            .record("kind", "key", "{}")
            .delete(path("none"), Precondition.PRESENT);

    assertThatThrownBy(() -> store.commit(changes))
        .isInstanceOfSatisfying(
            PreconditionFailedException.class, e -> assertThat(e.path()).isEqualTo(path("none")));

    assertThat(store.find(path("old"))).isPresent();
    assertThat(store.find(path("new"))).isEmpty();
    assertThat(store.records("kind").find("key")).isEmpty();
  }

  @Test
  public void shouldLetStepsSeeTheOnesBefore() throws IOException {
    put("a", "1");

    store.commit(
        ChangeSet.empty()
            .delete(path("a"))
            .put(write("a").onlyIf(Precondition.ABSENT), staged("2"))
            .put(write("a").onlyIf(Precondition.PRESENT), staged("3")));

    assertThat(text(store.find(path("a")).orElseThrow())).isEqualTo("3");
  }

  @Test
  public void shouldHoldPreconditions() throws IOException {
    Asset asset = put("a", "1");
    Precondition matching = Precondition.matches(Set.of("\"other\"", asset.etag()));
    Precondition stale = Precondition.matches(Set.of("\"other\""));

    refuse("a", Precondition.ABSENT);
    refuse("a", stale);
    refuse("none", Precondition.PRESENT);
    refuse("none", matching);
    assertThatThrownBy(() -> store.commit(ChangeSet.empty().delete(path("a"), stale)))
        .isInstanceOf(PreconditionFailedException.class);
    store.commit(ChangeSet.empty().put(write("b").onlyIf(Precondition.ABSENT), staged("1")));
    store.commit(ChangeSet.empty().put(write("a").onlyIf(matching), staged("2")));
    store.commit(ChangeSet.empty().delete(path("a"), Precondition.PRESENT));

    assertThat(store.find(path("a"))).isEmpty();
    assertThat(store.find(path("b"))).isPresent();
  }

  @Test
  public void shouldLetOneOfManyAddAnAsset() throws Exception {
    int many = 8;
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try {
      List<Callable<Commit>> writers = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        ChangeSet change =
            ChangeSet.empty().put(write("a").onlyIf(Precondition.ABSENT), staged("from " + i));
        writers.add(() -> store.commit(change));
      }
      int added = 0;
      for (Future<Commit> outcome : threads.invokeAll(writers)) {
        try {
          outcome.get();
          added++;
        } catch (ExecutionException e) {
          assertThat(e.getCause()).isInstanceOf(PreconditionFailedException.class);
        }
      }
      assertThat(added).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  public void shouldRefuseReferencesToWhatIsNotThere() throws IOException {
    put("layer", "1");
    AssetWrite manifest =
        write("manifest").referring(Set.of(path("layer"), path("gone"), path("gone too")));

    assertThatThrownBy(() -> store.commit(ChangeSet.empty().put(manifest, staged("{}"))))
        .isInstanceOfSatisfying(
            MissingReferenceException.class,
            e -> assertThat(e.missing()).containsOnly(path("gone"), path("gone too")));

    assertThat(store.find(path("manifest"))).isEmpty();
  }

  @Test
  public void shouldTakeReferencesInAnyOrder() throws IOException {
    AssetWrite manifest = write("manifest").referring(Set.of(path("layer")));

    store.commit(
        ChangeSet.empty().put(manifest, staged("{}")).put(write("layer"), staged("bytes")));

    assertThat(store.find(path("manifest"))).isPresent();
  }

  @Test
  public void shouldDeleteWhatOthersReferTo() throws IOException {
    put("layer", "1");
    store.commit(
        ChangeSet.empty().put(write("manifest").referring(Set.of(path("layer"))), staged("{}")));

    store.commit(ChangeSet.empty().delete(path("layer")));

    assertThat(store.find(path("layer"))).isEmpty();
    assertThat(store.find(path("manifest"))).isPresent();
  }

  private void refuse(String at, Precondition precondition) throws IOException {
    ChangeSet change = ChangeSet.empty().put(write(at).onlyIf(precondition), staged("new"));
    assertThatThrownBy(() -> store.commit(change)).isInstanceOf(PreconditionFailedException.class);
  }
}
