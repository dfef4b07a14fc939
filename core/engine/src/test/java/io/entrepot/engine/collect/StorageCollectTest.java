package io.entrepot.engine.collect;

import static io.entrepot.engine.collect.CollectorFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.blob.BlobHold;
import io.entrepot.engine.task.TaskProperties;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.Retention;
import io.entrepot.testkit.TestBytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;

public final class StorageCollectTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Rule public final CollectorFixture fixture = new CollectorFixture();

  @Test
  public void shouldFreeBytesThatNoAssetHasAfterTheGrace() throws Exception {
    fixture.put(write("a"), "hello");
    fixture.put(write("b"), "kept");
    fixture.delete("a");

    fixture.clock.advance(Duration.ofMinutes(59));
    fixture.collect(60, 24);
    assertThat(fixture.files()).hasSize(2);
    fixture.clock.advance(MINUTE);
    Run run = fixture.collect(60, 24);

    assertThat(fixture.files()).hasSize(1);
    assertThat(fixture.stores.find("default").orElseThrow().blobs()).isEqualTo(1);
    assertThat(fixture.stores.find("default").orElseThrow().size()).isEqualTo(4);
    assertThat(run.lines)
        .containsExactly("0 assets that nothing needed and 1 files with 5 bytes removed");
  }

  @Test
  public void shouldKeepBytesThatAnotherAssetTookUpAgain() throws Exception {
    fixture.put(write("a"), "hello");
    fixture.delete("a");
    fixture.put(write("b"), "hello");

    fixture.collect(0, 0);

    assertThat(fixture.files()).hasSize(1);
    assertThat(fixture.content().read(fixture.put(write("c"), "hello").blob(), 100)).hasSize(5);
  }

  @Test
  public void shouldRemoveAssetsThatNothingNeedsAndTheirBytesInOneRun() throws Exception {
    fixture.put(write("layer").retained(Retention.WHILE_NEEDED), "layer");
    fixture.put(write("other").retained(Retention.WHILE_NEEDED), "other");
    fixture.put(write("top").referring(Set.of(AssetPath.of("layer"))), "top");

    fixture.clock.advance(Duration.ofHours(2));
    fixture.collect(60, 24);
    assertThat(fixture.there("layer")).isTrue();
    assertThat(fixture.there("other")).isFalse();
    fixture.delete("top");
    fixture.collect(0, 24);

    assertThat(fixture.there("layer")).isFalse();
    assertThat(fixture.files()).isEmpty();
  }

  @Test
  public void shouldSpareWhatWasReadLately() throws Exception {
    fixture.put(write("layer").retained(Retention.WHILE_NEEDED), "layer");
    fixture.clock.advance(Duration.ofMinutes(50));
    assertThat(fixture.content().find(AssetPath.of("layer"))).isPresent();

    fixture.clock.advance(Duration.ofMinutes(50));
    fixture.collect(60, 24);
    assertThat(fixture.there("layer")).isTrue();

    fixture.clock.advance(Duration.ofMinutes(50));
    fixture.collect(60, 24);
    assertThat(fixture.there("layer")).isFalse();
  }

  @Test
  public void shouldCountAllAsReadWhenTheServerStarts() throws Exception {
    fixture.put(write("layer").retained(Retention.WHILE_NEEDED), "layer");
    fixture.clock.advance(Duration.ofHours(2));
    fixture.reopen();

    fixture.collect(60, 24);
    assertThat(fixture.there("layer")).isTrue();
    fixture.clock.advance(Duration.ofHours(1));
    fixture.collect(60, 24);
    assertThat(fixture.there("layer")).isFalse();
  }

  @Test
  public void shouldKeepForEverWhatStaysByAPolicyThatIsNotThere() throws Exception {
    fixture.put(write("old").retained(Retention.BY_POLICY), "old");

    fixture.clock.advance(Duration.ofDays(1000));
    fixture.collect(0, 24);
    assertThat(fixture.there("old")).isTrue();

    fixture.policy = Optional.of(Duration.ofDays(30));
    fixture.collect(0, 24);
    assertThat(fixture.there("old")).isFalse();
  }

  @Test
  public void shouldLetGoTogetherWhatWasKeptByTheSameThingButNotWithoutItsGrace() throws Exception {
    fixture.policy = Optional.of(Duration.ofDays(30));
    AssetWrite child = write("child").retained(Retention.BY_POLICY);
    fixture.put(child, "child");
    fixture.put(
        write("index").retained(Retention.BY_POLICY).referring(Set.of(child.path())), "index");

    fixture.clock.advance(Duration.ofDays(30));
    fixture.collect(60, 24);
    assertThat(fixture.there("index")).isFalse();
    assertThat(fixture.there("child")).isTrue();

    fixture.clock.advance(Duration.ofMinutes(61));
    fixture.collect(60, 24);
    assertThat(fixture.there("child")).isFalse();
  }

  @Test
  public void shouldLeaveARepositoryThatDoesNotServeAlone() throws Exception {
    fixture.put(write("layer").retained(Retention.WHILE_NEEDED), "layer");
    fixture.serves = false;

    fixture.collect(0, 24);

    assertThat(fixture.there("layer")).isTrue();
  }

  @Test
  public void shouldRemoveFilesThatNoRowKnowsOnceTheyAreOld() throws Exception {
    fixture.put(write("a"), "hello");
    Path folder = Files.createDirectories(fixture.blobs().resolve("ab"));
    Path orphan = folder.resolve("ab".repeat(32) + "." + "0".repeat(32));
    Files.writeString(orphan, "left by a crash");
    Files.setLastModifiedTime(orphan, FileTime.from(fixture.clock.instant()));

    fixture.clock.advance(Duration.ofHours(23));
    fixture.collect(0, 24);
    assertThat(orphan).exists();
    fixture.clock.advance(Duration.ofHours(2));
    fixture.collect(0, 24);

    assertThat(orphan).doesNotExist();
    assertThat(fixture.there("a")).isTrue();
    assertThat(fixture.files()).hasSize(1);
  }

  @Test
  public void shouldNotTakeAnUploadForAFileThatNobodyKnows() throws Exception {
    TestBytes.staged(fixture.content(), "finished, not committed");
    Instant later =
        Instant.now().plus(Duration.ofMinutes(30)); // than its file, by the file's clock
    fixture.clock.advance(Duration.between(fixture.clock.instant(), later));

    fixture.collect(0, 0);

    assertThat(fixture.files()).hasSize(1);
  }

  @Test
  public void shouldRemoveNoBytesWhileABackupNeedsThem() throws Exception {
    fixture.put(write("a"), "hello");
    fixture.delete("a");

    BlobHold.Permit backup = fixture.hold.hold();
    Run run = fixture.collect(0, 24);
    assertThat(fixture.files()).hasSize(1);
    assertThat(run.lines).anyMatch(line -> line.contains("a backup needs all blobs"));
    backup.close();
    fixture.collect(0, 24);
    assertThat(fixture.files()).isEmpty();
  }

  @Test
  public void shouldGoOnWithTheRestWhenAFormatFails() throws Exception {
    fixture.put(write("layer").retained(Retention.WHILE_NEEDED), "layer");
    fixture.put(write("a"), "hello");
    fixture.delete("a");
    fixture.failing = true;

    Run run = fixture.collect(0, 24);

    assertThat(run.lines)
        .contains("repository 'files': garbage is left: the format cannot tell")
        .contains("0 assets that nothing needed and 1 files with 5 bytes removed");
  }

  @Test
  public void shouldSayWhatIsWrongWithItsProperties() {
    assertThatThrownBy(() -> fixture.collector.check(properties("-1", "24")))
        .hasMessage("graceMinutes is -1, not from 0 to 10080");
    assertThatThrownBy(() -> fixture.collector.check(properties("0", "soon")))
        .hasMessage("unknownFileGraceHours is 'soon', not a whole number");
  }

  private static TaskProperties properties(String grace, String files) {
    return new TaskProperties(
        Map.of(StorageCollect.GRACE_MINUTES, grace, StorageCollect.FILE_GRACE_HOURS, files));
  }
}
