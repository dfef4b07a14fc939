package io.entrepot.engine.backup;

import static io.entrepot.engine.verify.StorageFixture.bytes;
import static io.entrepot.engine.verify.StorageFixture.put;
import static io.entrepot.engine.verify.StorageFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.BackupRequest;
import io.entrepot.engine.admin.BackupResult;
import io.entrepot.engine.admin.BlobStoreLimits;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.VerifyRequest;
import io.entrepot.engine.blob.BlobHold;
import io.entrepot.engine.database.DatabaseFile;
import io.entrepot.engine.verify.StorageFixture;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** What was backed up comes back, whatever else happens meanwhile. */
public class BackupTest {

  @Rule public final StorageFixture storage = new StorageFixture();

  private final TestClock clock = new TestClock();
  private final BlobHold hold = new BlobHold();
  private final List<String> lines = new ArrayList<>();
  private final List<Asset> assets = new ArrayList<>();
  private ContentStore content;
  private Path target;

  @Before
  public void fill() throws IOException {
    target = storage.outside("backups");
    content = storage.content("files");
    for (int i = 0; i < 6; i++) {
      assets.add(put(content, "first/" + i, bytes(i, 500 + i)));
    }
    Files.createDirectories(storage.data().resolve("keys"));
    Files.writeString(storage.data().resolve("keys/token.jwk"), "secret");
    Files.createDirectories(storage.data().resolve("etc"));
    Files.writeString(storage.data().resolve("etc/entrepot.properties"), "ENTREPOT_SHELL = off");
    Files.createDirectories(storage.data().resolve("log"));
    Files.writeString(storage.data().resolve("log/entrepot.log"), "noise");
  }

  @Test
  public void shouldRestoreAllThatWasThereIntoAnEmptyFolder() throws Exception {
    BackupResult made = back(7);
    assertThat(made.copied()).isEqualTo(6);
    put(content, "after", bytes(77, 100));

    RestoreResult restored = restoreInPlaceOf();

    assertThat(restored.backup()).isEqualTo(made.backup());
    assertThat(restored.blobs()).isEqualTo(6);
    assertThat(restored.verified().findings()).isZero();
    assertThat(storage.data().resolve(Restore.MARK)).doesNotExist();
    assertThat(storage.data().resolve("keys/token.jwk")).hasContent("secret");
    assertThat(storage.data().resolve("etc/entrepot.properties")).exists();
    assertThat(storage.data().resolve("log")).doesNotExist();
    for (int i = 0; i < 6; i++) {
      assertThat(storage.download(content, "first/" + i)).isEqualTo(bytes(i, 500 + i));
    }
    assertThat(content.find(AssetPath.of("after"))).isEmpty();
    put(content, "new", bytes(5, 5));
    assertThat(storage.verify(VerifyRequest.quick().deeply()).findings()).isEmpty();
  }

  @Test
  public void shouldCopyOnlyWhatTheTargetHasNot() throws Exception {
    back(7);
    clock.advance(Duration.ofDays(1));
    put(content, "second", bytes(50, 300));
    BackupResult second = back(7);
    assertThat(second.blobs()).isEqualTo(7);
    assertThat(second.copied()).isEqualTo(1);
    assertThat(second.bytes()).isEqualTo(300);
    assertThat(tree(target.resolve("blobs"))).hasSize(7);
  }

  @Test
  public void shouldKeepTheLastOnesAndTheBlobsOfThose() throws Exception {
    Path first = back(2).backup();
    Asset gone = assets.get(0);
    content.commit(ChangeSet.empty().delete(AssetPath.of("first/0")));
    storage.execute("DELETE FROM blob WHERE name = '" + gone.blob().id() + "'");
    for (int day = 0; day < 2; day++) {
      assertThat(tree(target.resolve("blobs"))).hasSize(6);
      clock.advance(Duration.ofDays(1));
      back(2);
    }
    assertThat(first).doesNotExist();
    assertThat(tree(target.resolve("blobs")).keySet())
        .hasSize(5)
        .noneMatch(name -> name.endsWith(gone.blob().id().value()));
    restoreInPlaceOf();
    assertThat(storage.verify(VerifyRequest.quick().deeply()).findings()).hasSize(2);
  }

  @Test
  public void shouldKeepTheBlobsThatComeBehindOneOfAStrangeName() throws Exception {
    String strange = "f".repeat(64) + "." + "0".repeat(32);
    storage.execute(
        "UPDATE blob SET name = '" + strange + "' WHERE sha256 = (SELECT min(sha256) FROM blob)");
    for (int day = 0; day < 3; day++) {
      back(1);
      assertThat(tree(target.resolve("blobs"))).hasSize(5);
      clock.advance(Duration.ofDays(1));
    }
  }

  @Test
  public void shouldListBlobsWithoutSortingThem() throws Exception {
    List<String> statements = new ArrayList<>();
    DatabaseFile file = new DatabaseFile(back(1).backup().resolve(BackupFolder.DATABASE));
    file.with(
        handle -> {
          handle
              .getConfig(SqlStatements.class)
              .setSqlLogger(
                  new SqlLogger() {
                    @Override
                    public void logAfterExecution(StatementContext context) {
                      statements.add(context.getRenderedSql());
                    }
                  });
          try (Stream<BlobList.Line> listed = BackupRun.lines(handle, "default")) {
            assertThat(listed.map(BlobList.Line::name)).hasSize(6).isSorted();
          }
          assertThat(
                  handle
                      .createQuery("EXPLAIN QUERY PLAN " + statements.get(0).replace("?", "'x'"))
                      .map((row, context) -> row.getString("detail"))
                      .list())
              .contains("SCAN blob USING INDEX blob_sha256")
              .contains("SEARCH blob USING INDEX blob_misnamed (store=?)")
              .noneMatch(step -> step.contains("TEMP B-TREE"));
          return true;
        });
  }

  @Test
  public void shouldLetNobodyRemoveABlobBetweenTheDatabaseAndTheLastBlob() throws Exception {
    List<Boolean> removable = new ArrayList<>();
    StorageBackup backup = backup();
    backup.backup(
        new BackupRequest(target, 7, true),
        new Observer() {
          @Override
          public void progress(String what, long done, long total) {
            removable.add(hold.removal().isPresent());
          }

          @Override
          public void line(String text) {}
        });
    assertThat(removable).hasSize(7).containsOnly(false);
    assertThat(hold.removal()).isPresent();
  }

  @Test
  public void shouldMakeABackupOfWhatIsWellAndSayWhatIsNot() throws Exception {
    StorageFixture.flip(storage.file(assets.get(1)), 9);
    Files.delete(storage.file(assets.get(2)));
    BackupResult made = back(7);
    assertThat(made.unreadable()).isEqualTo(2);
    assertThat(lines).hasSize(2).allMatch(line -> line.contains("missing or damaged"));
    assertThatThrownBy(() -> storage.download(content, "first/1")).isInstanceOf(IOException.class);

    RestoreResult restored = restoreInPlaceOf();
    assertThat(restored.missing()).isEqualTo(2);
    assertThat(restored.verified().findings()).isEqualTo(2);
    put(content, "first/1", bytes(1, 501));
    assertThat(storage.download(content, "first/1")).isEqualTo(bytes(1, 501));
  }

  @Test
  public void shouldNotTakeDamagedBytesBack() throws Exception {
    back(7);
    Path blob = tree(target.resolve("blobs")).keySet().stream().map(Path::of).findFirst().get();
    StorageFixture.flip(target.resolve("blobs").resolve(blob), 3);
    RestoreResult restored = restoreInPlaceOf();
    assertThat(restored.missing()).isEqualTo(1);
    assertThat(lines).anyMatch(line -> line.contains("damaged in the backup"));
  }

  @Test
  public void shouldRestoreIntoNothingThatIsNotEmpty() throws Exception {
    back(7);
    Map<String, Long> before = tree(storage.data());
    assertThatThrownBy(() -> restore(storage.data(), Map.of()))
        .hasMessageContaining("the data folder " + storage.data() + " is not empty");
    assertThat(tree(storage.data())).isEqualTo(before);
  }

  @Test
  public void shouldNotRestoreOverABlobStoreThatIsElsewhere() throws Exception {
    Path disk = storage.outside("disk");
    storage.stores().create("other", disk.toString(), BlobStoreLimits.NONE);
    put(storage.content("elsewhere", "other"), "a", bytes(60, 60));
    back(7);
    Path empty = storage.outside("restored");
    assertThatThrownBy(() -> restore(empty, Map.of()))
        .hasMessageContaining("'other'")
        .hasMessageContaining("--store other=FOLDER");
    assertThat(empty).doesNotExist();

    Path moved = storage.outside("moved");
    assertThat(restore(empty, Map.of("other", moved)).verified().findings()).isZero();
    assertThat(tree(moved.resolve("blobs"))).hasSize(1);
  }

  @Test
  public void shouldTakeNoUnfinishedBackupForOne() throws Exception {
    Path first = back(7).backup();
    clock.advance(Duration.ofDays(1));
    Path second = back(7).backup();
    Files.delete(second.resolve(BackupFolder.ABOUT));
    assertThat(restore(storage.outside("restored"), Map.of()).backup()).isEqualTo(first);
    clock.advance(Duration.ofDays(1));
    back(7);
    assertThat(second).doesNotExist();
  }

  @Test
  public void shouldBackUpTheDatabaseAlone() throws Exception {
    BackupResult made = backup().backup(new BackupRequest(target, 1, false), lines::add);
    assertThat(made.copied()).isZero();
    assertThat(target.resolve("blobs")).doesNotExist();
    assertThatThrownBy(() -> restore(storage.outside("restored"), Map.of()))
        .hasMessageContaining("no complete backup");
    back(1);
    clock.advance(Duration.ofDays(1));
    backup().backup(new BackupRequest(target, 1, false), lines::add);
    assertThat(restore(storage.outside("restored"), Map.of()).blobs()).isEqualTo(6);
  }

  @Test
  public void shouldKeepSecretsToItself() throws Exception {
    Path made = back(7).backup();
    for (Path folder : List.of(target, made, made.resolve("data/keys"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .as(folder.toString())
          .isEqualTo("rwx------");
    }
  }

  @Test
  public void shouldRefuseATargetWithinWhatIsBackedUp() {
    for (Path wrong : List.of(storage.data().resolve("backup"), storage.data().getParent())) {
      assertThatThrownBy(() -> backup().backup(new BackupRequest(wrong, 7, true), lines::add))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining(wrong.toString());
    }
    assertThatThrownBy(() -> new BackupRequest(Path.of("here"), 7, true))
        .hasMessageContaining("'here'");
  }

  private StorageBackup backup() {
    return new StorageBackup(storage.database(), storage.damaged(), hold, storage.data(), clock);
  }

  private BackupResult back(int keep) throws Exception {
    return backup().backup(new BackupRequest(target, keep, true), lines::add);
  }

  private RestoreResult restore(Path into, Map<String, Path> moved) throws IOException {
    return new Restore(
            into,
            moved,
            new Observer() {
              @Override
              public void progress(String what, long done, long total) {}

              @Override
              public void line(String text) {
                lines.add(text);
              }
            })
        .run(target);
  }

  /** Loses all and goes on with the backup. */
  private RestoreResult restoreInPlaceOf() throws IOException {
    storage.close();
    Files.move(storage.data(), storage.outside("lost"));
    RestoreResult restored = restore(storage.data(), Map.of());
    storage.open();
    content = storage.content("files");
    return restored;
  }
}
