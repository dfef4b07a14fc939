package io.entrepot.engine.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.TaskDefinition;
import io.entrepot.engine.admin.TaskRunView;
import io.entrepot.engine.admin.TaskSchedule;
import io.entrepot.engine.task.TaskScheduler;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.ContentStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Clients that go away leave nothing behind for good (R16). */
public final class AbandonedUploadsTest {

  private static final int ABORTED = 1_000;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void shouldLeaveNoTemporaryFileOfAThousandAbortedUploadsAfterARestart() throws Exception {
    Clock now = Clock.systemUTC();
    try (ContentFixture.Opened opened = opened(now);
        TaskScheduler tasks = tasks(opened, now)) {
      ContentStore content = opened.contents().of("files", "default");
      for (int i = 0; i < ABORTED; i++) {
        begin(content);
      }
      tasks.run("storage.purge-uploads");
      assertThat(files()).as("their time has not come").isGreaterThanOrEqualTo(ABORTED);
    }
    Clock later = Clock.offset(now, Duration.ofHours(25));
    try (ContentFixture.Opened opened = opened(later);
        TaskScheduler tasks = tasks(opened, later)) {
      tasks.tick();
      assertThat(files()).isZero();
      TaskRunView run = tasks.history("storage.purge-uploads").get(0);
      assertThat(run.byHand()).as("a run that was missed is made up for").isFalse();
      assertThat(run.report())
          .anyMatch(line -> line.matches("blob store default: [0-9]+ files of abandoned.*"));
    }
  }

  @Test
  public void shouldRemoveFinishedUploadsThatNothingTook() throws Exception {
    MovableClock clock = new MovableClock();
    try (ContentFixture.Opened opened = opened(clock);
        TaskScheduler tasks = tasks(opened, clock)) {
      ContentStore content = opened.contents().of("files", "default");
      ContentFixture.stage(content, "nobody takes it");
      tasks.run("storage.purge-uploads");
      assertThat(blobs()).isEqualTo(1);
      clock.offset = Duration.ofMinutes(61);
      tasks.tick();
      assertThat(blobs()).isZero();
    }
  }

  @Test
  public void shouldRefuseATimeThatIsNone() throws Exception {
    try (ContentFixture.Opened opened = opened(Clock.systemUTC());
        TaskScheduler tasks = tasks(opened, Clock.systemUTC())) {
      assertThatThrownBy(
              () ->
                  tasks.create(
                      new TaskDefinition(
                          "storage.purge-uploads",
                          "n",
                          true,
                          TaskSchedule.MANUAL,
                          Map.of("idleHours", "0"))))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("idleHours is 0, not a number of hours from 1 to 8760");
    }
  }

  private ContentFixture.Opened opened(Clock clock) throws IOException {
    return new ContentFixture.Opened(folder.getRoot().toPath(), clock);
  }

  private static TaskScheduler tasks(ContentFixture.Opened opened, Clock clock) throws IOException {
    TaskScheduler tasks = new TaskScheduler(opened.database(), clock, Runnable::run);
    tasks.add(new PurgeUploads(opened.stores(), opened.contents()));
    return tasks;
  }

  private static void begin(ContentStore content) throws IOException {
    try (BlobUpload upload = content.upload(UploadHint.none())) {
      upload.write(ByteBuffer.wrap(new byte[10]));
    }
  }

  private long files() throws IOException {
    return count("blobs/default/uploads");
  }

  private long blobs() throws IOException {
    return count("blobs/default/blobs");
  }

  private long count(String below) throws IOException {
    Path place = folder.getRoot().toPath().resolve(below);
    try (Stream<Path> files = Files.walk(place)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  /** The files' times are the system's, so the clock moves beside it. */
  private static final class MovableClock extends Clock {
    private Duration offset = Duration.ZERO;

    @Override
    public Instant instant() {
      return Clock.systemUTC().instant().plus(offset);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
