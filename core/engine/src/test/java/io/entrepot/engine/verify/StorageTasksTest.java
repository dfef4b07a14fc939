package io.entrepot.engine.verify;

import static io.entrepot.engine.verify.StorageFixture.bytes;
import static io.entrepot.engine.verify.StorageFixture.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.backup.BackupTask;
import io.entrepot.engine.backup.StorageBackup;
import io.entrepot.engine.blob.BlobHold;
import io.entrepot.engine.task.TaskCancelledException;
import io.entrepot.engine.task.TaskProperties;
import io.entrepot.engine.task.TaskRun;
import io.entrepot.spi.content.Asset;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Verification and backup as tasks. */
public class StorageTasksTest {

  @Rule public final StorageFixture storage = new StorageFixture();

  private final List<String> reported = new ArrayList<>();
  private final List<String> progress = new ArrayList<>();
  private VerifyTask verify;
  private BackupTask backup;
  private Asset asset;

  @Before
  public void fill() throws IOException {
    asset = put(storage.content("files"), "a", bytes(1, 100));
    verify =
        new VerifyTask(
            new StorageVerifier(
                storage.database(), storage.damaged(), storage.blobs(), Clock.systemUTC()));
    backup =
        new BackupTask(
            new StorageBackup(
                storage.database(),
                storage.damaged(),
                new BlobHold(),
                storage.data(),
                Clock.systemUTC()));
  }

  @Test
  public void shouldVerifyAndFailWhereSomethingStaysWrong() throws IOException {
    verify.run(run(Map.of("deep", "true")));
    assertThat(reported).containsExactly("1 blobs looked at, 100 bytes read: nothing is wrong");
    assertThat(progress).contains("blobs looked at 1 of 1");

    Files.delete(storage.file(asset));
    assertThatThrownBy(() -> verify.run(run(Map.of())))
        .hasMessage("1 blobs looked at, 0 bytes read: 1 findings, 0 of them put right");
    assertThat(reported).last().asString().contains("missing file", "files/a");
  }

  @Test
  public void shouldBackUpAndFailWhereBlobsAreMissing() throws IOException {
    Map<String, String> properties = Map.of("target", storage.outside("backups").toString());
    backup.run(run(properties));
    assertThat(reported).hasSize(1).first().asString().contains("1 blobs, 1 of them copied now");

    Files.delete(storage.file(asset));
    assertThatThrownBy(() -> backup.run(run(properties)))
        .hasMessageContaining("1 are missing or damaged");
  }

  @Test
  public void shouldEndWhenAskedTo() {
    TaskRun stopped =
        new TaskRun() {
          @Override
          public TaskProperties properties() {
            return new TaskProperties(Map.of("deep", "true"));
          }

          @Override
          public void progress(String what, long done, long total) throws TaskCancelledException {
            throw new TaskCancelledException();
          }

          @Override
          public void report(String line) {}
        };
    assertThatThrownBy(() -> verify.run(stopped)).isInstanceOf(TaskCancelledException.class);
    assertThat(storage.damaged().has("default", asset.blob().id())).isFalse();
  }

  @Test
  public void shouldRefuseWrongPropertiesByName() {
    assertRefused(() -> verify.check(properties("orphanAgeHours", "2")), "3 hours");
    assertRefused(() -> verify.check(properties("orphanAgeHours", "x")), "orphanAgeHours is 'x'");
    assertRefused(() -> verify.check(properties("bytesPerSecond", "-1")), "bytesPerSecond is -1");
    assertRefused(() -> verify.check(properties("removeOrphans", "true")), "repair");
    assertRefused(() -> backup.check(properties("keep", "3")), "target is missing");
    assertRefused(() -> backup.check(properties("target", "here")), "'here'");
    assertRefused(
        () -> backup.check(new TaskProperties(Map.of("target", "/x", "keep", "0"))), "keep is 0");
  }

  private static void assertRefused(Runnable check, String message) {
    assertThatThrownBy(check::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static TaskProperties properties(String name, String value) {
    return new TaskProperties(Map.of(name, value));
  }

  private TaskRun run(Map<String, String> properties) {
    return new TaskRun() {
      @Override
      public TaskProperties properties() {
        return new TaskProperties(properties);
      }

      @Override
      public void progress(String what, long done, long total) {
        progress.add(what + " " + done + " of " + total);
      }

      @Override
      public void report(String line) {
        reported.add(line);
      }
    };
  }
}
