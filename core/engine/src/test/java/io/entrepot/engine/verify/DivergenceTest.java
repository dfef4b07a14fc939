package io.entrepot.engine.verify;

import static io.entrepot.engine.verify.StorageFixture.bytes;
import static io.entrepot.engine.verify.StorageFixture.copyTree;
import static io.entrepot.engine.verify.StorageFixture.put;
import static io.entrepot.engine.verify.StorageFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.admin.VerifyRequest;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.ContentStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/**
 * R9: the database and the blobs are of different times. A verification finds all of the
 * difference, and changes nothing unless it is asked to.
 */
public class DivergenceTest {

  @Rule public final StorageFixture storage = new StorageFixture();

  private final List<Asset> first = new ArrayList<>();
  private ContentStore content;

  @Before
  public void fill() throws IOException {
    content = storage.content("files");
    for (int i = 0; i < 8; i++) {
      first.add(put(content, "first/" + i, bytes(i, 500 + i)));
    }
  }

  @Test
  public void shouldFindAllThatAnOlderDatabaseDoesNotKnowAndAllThatIsGone() throws IOException {
    storage.stores().fresh().settle(); // or the older database would still have the bytes
    Path older = storage.outside("older.db");
    storage.database().copyTo(older, (pages, all) -> {});
    List<Asset> later = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      later.add(put(content, "later/" + i, bytes(100 + i, 500)));
    }
    for (Asset gone : first.subList(0, 3)) {
      collect(gone);
    }
    storage.close();
    Files.move(
        older, storage.data().resolve("database/entrepot.db"), StandardCopyOption.REPLACE_EXISTING);
    storage.open();
    content = storage.content("files");

    Map<String, Long> before = tree(storage.blobs());
    StorageFixture.Found found = storage.verify(VerifyRequest.quick());
    assertThat(found.blobs(Finding.OrphanFile.class)).isEqualTo(names(later));
    assertThat(found.blobs(Finding.MissingFile.class)).isEqualTo(names(first.subList(0, 3)));
    assertThat(found.findings()).hasSize(8);
    assertThat(tree(storage.blobs())).as("a dry run changes no file").isEqualTo(before);

    StorageFixture.Found repaired = storage.verify(VerifyRequest.quick().repairing());
    assertThat(repaired.actions()).containsOnly(Outcome.Action.LEFT);
    assertThat(tree(storage.blobs())).as("what may be of use is kept").isEqualTo(before);

    for (int i = 0; i < 3; i++) {
      put(content, "first/" + i, bytes(i, 500 + i));
      assertThat(storage.download(content, "first/" + i)).isEqualTo(bytes(i, 500 + i));
    }
  }

  @Test
  public void shouldFindAllThatANewerDatabaseMisses() throws IOException {
    Path older = storage.outside("older-blobs");
    copyTree(storage.blobs(), older);
    List<Asset> later = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      later.add(put(content, "later/" + i, bytes(100 + i, 500)));
    }
    storage.close();
    Files.move(storage.blobs(), storage.outside("newer-blobs"));
    Files.move(older, storage.blobs());
    storage.open();

    StorageFixture.Found found = storage.verify(VerifyRequest.quick().deeply());
    assertThat(found.blobs(Finding.MissingFile.class)).isEqualTo(names(later));
    assertThat(found.findings()).hasSize(5);
    assertThat(found.findings().toString()).contains("later/0", "later/4", "files");
  }

  @Test
  public void shouldAdoptAFileThatHasTheBytesUnderAnotherName() throws IOException {
    List<Asset> renamed = first.subList(2, 5);
    List<String> orphans = new ArrayList<>();
    for (Asset asset : renamed) {
      Path file = storage.file(asset);
      String name = file.getFileName().toString();
      String other = name.substring(0, 65) + "0".repeat(32);
      Files.move(file, file.resolveSibling(other));
      orphans.add(other);
    }
    StorageFixture.Found dry = storage.verify(VerifyRequest.quick());
    assertThat(dry.blobs(Finding.MissingFile.class)).isEqualTo(names(renamed));
    assertThat(dry.blobs(Finding.OrphanFile.class)).containsExactlyInAnyOrderElementsOf(orphans);
    assertThat(dry.findings()).hasSize(6);

    StorageFixture.Found repaired = storage.verify(VerifyRequest.quick().repairing());
    assertThat(repaired.actions()).containsOnly(Outcome.Action.HEALED).hasSize(3);
    for (int i = 0; i < 8; i++) {
      assertThat(storage.download(content, "first/" + i)).isEqualTo(bytes(i, 500 + i));
    }
    assertThat(storage.verify(VerifyRequest.quick().deeply()).findings()).isEmpty();
    assertThat(tree(storage.blobs().resolve("default/blobs"))).hasSize(8);
  }

  @Test
  public void shouldNotAdoptAFileWhoseBytesAreOthers() throws IOException {
    Path file = storage.file(first.get(0));
    Path other =
        file.resolveSibling(file.getFileName().toString().substring(0, 65) + "0".repeat(32));
    Files.move(file, other);
    StorageFixture.flip(other, 7);
    StorageFixture.Found repaired = storage.verify(VerifyRequest.quick().repairing());
    assertThat(repaired.actions()).containsOnly(Outcome.Action.LEFT).hasSize(2);
    assertThat(other).exists();
  }

  @Test
  public void shouldRemoveOrphansThatAreOldEnoughAndOnlyWhenAsked() throws IOException {
    Path orphan = orphan();
    VerifyRequest removing = VerifyRequest.quick().removingOrphans();
    assertThat(storage.verify(VerifyRequest.quick().repairing(), days(9), Duration.ZERO).actions())
        .containsExactly(Outcome.Action.LEFT);
    assertThat(storage.verify(removing).actions()).containsExactly(Outcome.Action.LEFT);
    assertThat(orphan).exists();
    assertThat(storage.verify(removing, days(2), Duration.ZERO).actions())
        .containsExactly(Outcome.Action.REMOVED);
    assertThat(orphan).doesNotExist();
    assertThat(tree(storage.blobs().resolve("default/blobs"))).hasSize(8);
  }

  @Test
  public void shouldNotJudgeWhatMayBeAnUploadUnderWay() throws IOException {
    Path orphan = orphan();
    Files.setLastModifiedTime(
        orphan, FileTime.from(Clock.systemUTC().instant().minusSeconds(1_000_000)));
    VerifyRequest removing = VerifyRequest.quick().removingOrphans();
    assertThat(storage.verify(removing, Clock.systemUTC(), VerifyRequest.YOUNGEST).findings())
        .as("it was renamed just now, however old its bytes are")
        .isEmpty();
    assertThat(orphan).exists();
  }

  @Test
  public void shouldNotTellOfWhatChangesMeanwhile() throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    Watcher meanwhile =
        new Watcher() {
          private boolean done;

          @Override
          public void progress(String what, long seen, long total) throws IOException {
            if (!done && seen > 0) {
              done = true;
              for (Asset asset : first) {
                collect(asset);
              }
              storage.execute("UPDATE blob_store SET blobs = 0, size = 0");
            }
          }

          @Override
          public void found(Outcome outcome) {
            outcomes.add(outcome);
          }
        };
    manyInOneFolder();
    new Verification(
            storage.database(),
            storage.damaged(),
            storage.blobs(),
            Clock.systemUTC(),
            VerifyRequest.YOUNGEST)
        .run(VerifyRequest.quick().deeply(), meanwhile);
    assertThat(outcomes).isEmpty();
    assertThat(storage.number("SELECT count(*) FROM blob")).isZero();
  }

  @Test
  public void shouldSayOnceThatAWholeStoreIsNotThere() throws IOException {
    storage.close();
    Path away = storage.outside("away");
    Files.move(storage.blobs().resolve("default"), away);
    storage.open();
    assertThat(storage.verify(VerifyRequest.quick().removingOrphans()).findings())
        .containsExactly(
            new Finding.MissingStore("default", storage.blobs().resolve("default"), 8));
    assertThat(storage.blobs().resolve("default")).doesNotExist();
    Files.move(away, storage.blobs().resolve("default"));
  }

  @Test
  public void shouldTellOfFilesThatAreNotOurs() throws IOException {
    Path folder = storage.file(first.get(0)).getParent();
    Path odd = Files.writeString(folder.resolve("notes.txt"), "mine");
    Path odder = Files.writeString(folder.getParent().resolve("README"), "mine too");
    assertThat(storage.verify(VerifyRequest.quick().removingOrphans()).findings())
        .containsExactlyInAnyOrder(
            new Finding.StrangeFile("default", odd), new Finding.StrangeFile("default", odder));
    assertThat(odd).exists();
    assertThat(odder).exists();
  }

  @Test
  public void shouldFindRowsThatNameNoFileOfTheStore() throws IOException {
    Asset odd = first.get(3);
    storage.execute("UPDATE blob SET name = 'zz' WHERE name = '" + odd.blob().id() + "'");
    storage.execute("UPDATE blob SET name = '-' WHERE name = '" + first.get(4).blob().id() + "'");
    StorageFixture.Found found = storage.verify(VerifyRequest.quick());
    assertThat(found.blobs(Finding.MissingFile.class)).containsExactlyInAnyOrder("-", "zz");
    assertThat(storage.number("SELECT count(*) FROM blob WHERE damaged_since IS NOT NULL"))
        .isEqualTo(2);
    assertThat(found.blobs(Finding.OrphanFile.class)).isEqualTo(names(first.subList(3, 5)));
    assertThat(storage.verify(VerifyRequest.quick().repairing()).actions())
        .filteredOn(Outcome.Action.HEALED::equals)
        .hasSize(2);
    assertThat(storage.verify(VerifyRequest.quick().deeply()).findings()).isEmpty();
  }

  @Test
  public void shouldTakeNoFileForAnOrphanWhoseRowSaysAnotherChecksum() throws IOException {
    Asset odd = first.get(3);
    storage.execute(
        "UPDATE blob SET sha256 = '%s' WHERE name = '%s'"
            .formatted("0".repeat(64), odd.blob().id()));
    StorageFixture.Found found = storage.verify(VerifyRequest.quick().removingOrphans());
    assertThat(found.findings()).isEmpty();
    assertThat(storage.file(odd)).exists();
  }

  @Test
  public void shouldCorrectARowThatSaysAnotherLengthOrChecksum() throws IOException {
    storage.execute("UPDATE blob SET size = 7 WHERE id = 1");
    storage.execute("UPDATE blob SET md5 = '" + "0".repeat(32) + "' WHERE id = 2");
    StorageFixture.Found dry = storage.verify(VerifyRequest.quick().deeply());
    assertThat(dry.blobs(Finding.WrongSize.class)).isEqualTo(names(first.subList(0, 1)));
    assertThat(dry.blobs(Finding.WrongDigest.class)).isEqualTo(names(first.subList(1, 2)));
    storage.verify(VerifyRequest.quick().deeply().repairing());
    assertThat(storage.verify(VerifyRequest.quick().deeply()).findings()).isEmpty();
    assertThat(storage.download(content, "first/0")).isEqualTo(bytes(0, 500));
  }

  /** As a collector does, once nothing needs a blob any more. */
  private void collect(Asset asset) throws IOException {
    content.commit(ChangeSet.empty().delete(AssetPath.of(asset.path().value())));
    storage.execute("DELETE FROM blob WHERE name = '" + asset.blob().id() + "'");
    Files.delete(storage.file(asset));
  }

  /** Leaves nothing but some blobs whose rows are read at once. */
  private void manyInOneFolder() throws IOException {
    String folder = first.get(0).blob().sha256().hex().substring(0, 2);
    for (Asset other : List.copyOf(first.subList(1, first.size()))) {
      collect(other);
      first.remove(other);
    }
    for (int i = 0; first.size() < 5; i++) {
      byte[] bytes = bytes(10_000 + i, 20);
      if (Digest.of(DigestAlgorithm.SHA256, sha256(bytes)).hex().startsWith(folder)) {
        first.add(put(content, "same folder/" + i, bytes));
      }
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private Path orphan() throws IOException {
    Path file = storage.file(first.get(0));
    String name = "a".repeat(64) + "." + "b".repeat(32);
    Path orphan = file.getParent().resolveSibling("aa").resolve(name);
    Files.createDirectories(orphan.getParent());
    return Files.write(orphan, bytes(999, 10));
  }

  private static Clock days(int days) {
    return Clock.offset(Clock.systemUTC(), Duration.ofDays(days));
  }

  private static List<String> names(List<Asset> assets) {
    return assets.stream().map(asset -> asset.blob().id().value()).sorted().toList();
  }
}
