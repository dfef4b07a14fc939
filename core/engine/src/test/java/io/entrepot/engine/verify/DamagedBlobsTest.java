package io.entrepot.engine.verify;

import static io.entrepot.engine.verify.StorageFixture.bytes;
import static io.entrepot.engine.verify.StorageFixture.flip;
import static io.entrepot.engine.verify.StorageFixture.put;
import static io.entrepot.engine.verify.StorageFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.BlobStoreLimits;
import io.entrepot.engine.admin.VerifyRequest;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.MissingBlobException;
import io.entrepot.spi.content.StoredBlob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/**
 * R5: blobs rot, and are cut off. Reading them fails loudly, a verification finds all of them, and
 * pushing them again heals them.
 */
public class DamagedBlobsTest {

  private static final int BLOBS = 24;

  @Rule public final StorageFixture storage = new StorageFixture();

  private final Map<String, Asset> assets = new TreeMap<>();
  private final List<String> flipped = new ArrayList<>();
  private final List<String> resized = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private ContentStore content;

  @Before
  public void damage() throws IOException {
    content = storage.content("files");
    for (int i = 0; i < BLOBS; i++) {
      assets.put(path(i), put(content, path(i), bytes(i, size(i))));
    }
    for (int i = 0; i < BLOBS; i++) {
      Path file = storage.file(assets.get(path(i)));
      switch (i % 8) {
        case 1 -> {
          flip(file, 31 * i);
          flipped.add(path(i));
        }
        case 3 -> {
          Files.write(file, bytes(i, size(i) / 2));
          resized.add(path(i));
        }
        case 5 -> {
          Files.write(file, new byte[] {0}, StandardOpenOption.APPEND);
          resized.add(path(i));
        }
        case 7 -> {
          Files.delete(file);
          missing.add(path(i));
        }
        default -> {}
      }
    }
  }

  @Test
  public void shouldFindAllThatIsDamagedAndNothingElse() throws IOException {
    Map<String, Long> before = tree(storage.blobs());

    StorageFixture.Found quick = storage.verify(VerifyRequest.quick());
    assertThat(quick.blobs(Finding.MissingFile.class)).isEqualTo(names(missing));
    assertThat(quick.blobs(Finding.WrongSize.class)).isEqualTo(names(resized));
    assertThat(quick.findings()).hasSize(missing.size() + resized.size());

    StorageFixture.Found deep = storage.verify(VerifyRequest.quick().deeply());
    assertThat(deep.blobs(Finding.MissingFile.class)).isEqualTo(names(missing));
    assertThat(deep.blobs(Finding.WrongSize.class)).isEqualTo(names(resized));
    assertThat(deep.blobs(Finding.WrongDigest.class)).isEqualTo(names(flipped));
    assertThat(deep.findings()).hasSize(missing.size() + resized.size() + flipped.size());
    assertThat(deep.actions()).containsOnly(Outcome.Action.TOLD);
    assertThat(deep.result().blobs()).isEqualTo(BLOBS);
    assertThat(deep.result().open()).isEqualTo(deep.findings().size());
    assertThat(deep.findings().get(0).text()).contains("store 'default'", "files/dir/");
    assertThat(tree(storage.blobs())).as("a dry run changes no file").isEqualTo(before);
  }

  @Test
  public void shouldReadNothingThatIsDamaged() throws IOException {
    for (String path : resized) {
      assertThatThrownBy(() -> storage.download(content, path)).as(path).isNotNull();
    }
    for (String path : flipped) {
      if (assets.get(path).blob().size() < 64_000) {
        assertThatThrownBy(() -> content.read(assets.get(path).blob(), 64_000))
            .hasMessageContaining("damaged");
      }
    }
    storage.verify(VerifyRequest.quick().deeply());
    for (int restart = 0; restart < 2; restart++) {
      for (String path : damaged()) {
        assertThatThrownBy(() -> storage.download(content, path))
            .as(path)
            .isInstanceOf(IOException.class)
            .hasMessageContaining(assets.get(path).blob().id().value());
      }
      storage.close();
      storage.open();
      content = storage.content("files");
    }
    for (int i = 0; i < BLOBS; i += 2) {
      assertThat(storage.download(content, path(i))).isEqualTo(bytes(i, size(i)));
    }
  }

  @Test
  public void shouldNotOfferWhatIsDamagedInPlaceOfAPush() throws IOException {
    storage.verify(VerifyRequest.quick().deeply());
    for (String path : damaged()) {
      StoredBlob blob = assets.get(path).blob();
      assertThat(content.blob(blob.sha256())).as(path).isEmpty();
      AssetWrite link = AssetWrite.of(AssetPath.of("link"), "text/plain");
      assertThatThrownBy(() -> content.commit(ChangeSet.empty().link(link, blob)))
          .as(path)
          .isInstanceOf(MissingBlobException.class);
    }
    assertThat(content.blob(assets.get(path(0)).blob().sha256())).isPresent();
    pushAgain();
    for (String path : damaged()) {
      assertThat(content.blob(assets.get(path).blob().sha256())).as(path).isPresent();
    }
  }

  @Test
  public void shouldHealWithTheNextPushOfTheSameBytes() throws IOException {
    storage.verify(VerifyRequest.quick().deeply());
    pushAgain();
    assertAllIsWell();
  }

  @Test
  public void shouldMoveWhatIsDamagedOutOfTheWayAndHealWithTheNextPush() throws IOException {
    Map<String, Long> before = tree(storage.blobs().resolve("default/blobs"));
    StorageFixture.Found repaired = storage.verify(VerifyRequest.quick().deeply().repairing());
    assertThat(repaired.actions())
        .containsOnly(Outcome.Action.SET_ASIDE, Outcome.Action.LEFT)
        .filteredOn(Outcome.Action.LEFT::equals)
        .hasSize(missing.size());
    Map<String, Long> kept = tree(storage.blobs().resolve("default/damaged"));
    assertThat(kept).hasSize(flipped.size() + resized.size());
    assertThat(tree(storage.blobs().resolve("default/blobs")).size() + kept.size())
        .as("nothing is deleted")
        .isEqualTo(before.size());
    for (String path : damaged()) {
      assertThatThrownBy(() -> storage.download(content, path)).isInstanceOf(IOException.class);
    }
    pushAgain();
    assertAllIsWell();
  }

  @Test
  public void shouldHealFromAnotherStoreThatHasTheBytes() throws Exception {
    storage.stores().create("other", storage.outside("other").toString(), BlobStoreLimits.NONE);
    ContentStore elsewhere = storage.content("elsewhere", "other");
    for (String path : damaged()) {
      int i = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
      put(elsewhere, "copy of " + i, bytes(i, size(i)));
    }
    StorageFixture.Found repaired = storage.verify(VerifyRequest.quick().deeply().repairing());
    assertThat(repaired.actions()).containsOnly(Outcome.Action.HEALED).hasSize(damaged().size());
    assertThat(repaired.result().open()).isZero();
    assertAllIsWell();
  }

  @Test
  public void shouldNotHealFromBytesThatAreDamagedToo() throws Exception {
    storage.stores().create("other", storage.outside("other").toString(), BlobStoreLimits.NONE);
    int i = 1;
    Asset copy = put(storage.content("elsewhere", "other"), "copy", bytes(i, size(i)));
    String name = copy.blob().id().value();
    flip(storage.outside("other").resolve("blobs").resolve(name.substring(0, 2)).resolve(name), 5);
    StorageFixture.Found repaired = storage.verify(VerifyRequest.quick().deeply().repairing());
    assertThat(repaired.actions()).doesNotContain(Outcome.Action.HEALED);
    assertThat(repaired.blobs(Finding.WrongDigest.class)).contains(name);
    assertThat(tree(storage.blobs().resolve("default/uploads"))).isEmpty();
  }

  @Test
  public void shouldTakeBackTheNoteOfABlobThatIsWellAgain() throws IOException {
    String path = flipped.get(0);
    storage.verify(VerifyRequest.quick().deeply());
    int i = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
    Files.write(storage.file(assets.get(path)), bytes(i, size(i)));
    assertThatThrownBy(() -> storage.download(content, path)).isInstanceOf(IOException.class);
    storage.verify(VerifyRequest.quick());
    assertThat(storage.download(content, path)).isEqualTo(bytes(i, size(i)));
  }

  private void pushAgain() throws IOException {
    for (int i = 0; i < BLOBS; i++) {
      put(storage.content("again"), path(i), bytes(i, size(i)));
    }
  }

  private void assertAllIsWell() throws IOException {
    for (int i = 0; i < BLOBS; i++) {
      assertThat(storage.download(content, path(i))).isEqualTo(bytes(i, size(i)));
    }
    assertThat(storage.verify(VerifyRequest.quick().deeply()).findings()).isEmpty();
  }

  private List<String> damaged() {
    List<String> all = new ArrayList<>(flipped);
    all.addAll(resized);
    all.addAll(missing);
    return all;
  }

  private List<String> names(List<String> paths) {
    return paths.stream().map(path -> assets.get(path).blob().id().value()).sorted().toList();
  }

  private static String path(int i) {
    return "dir/" + i;
  }

  /** Small ones that are kept in memory, and larger ones that are not. */
  private static int size(int i) {
    return i % 16 < 8 ? 100 + i : 200_000 + i;
  }
}
