package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Full disks, the database's and the blobs' apart: refused cleanly, and over by itself. */
public class SmallDisksIT {

  private static final long MEBIBYTE = 1 << 20;
  private static final long RESERVE = 8 * MEBIBYTE;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path data;
  private SmallDisk database;
  private SmallDisk blobs;
  private LightProcess server;
  private Pushers pushers;

  @Before
  public void start() throws IOException {
    data = folder.getRoot().toPath().resolve("data");
    database = SmallDisk.mount(data.resolve("database"), 40 * MEBIBYTE);
    blobs = SmallDisk.mount(data.resolve("blobs"), 40 * MEBIBYTE, "-N", "800");
    server = new LightProcess(data).set("entrepot.storage.reserve", Long.toString(RESERVE));
    server.start();
    pushers =
        new Pushers(
            server.port(), server.admin(), folder.getRoot().toPath().resolve("acknowledged"));
  }

  @After
  public void stop() throws IOException {
    if (pushers != null) {
      pushers.close();
    }
    if (server != null) {
      server.close();
    }
    if (blobs != null) {
      blobs.close();
    }
    if (database != null) {
      database.close();
    }
  }

  @Test
  public void shouldRefuseAndRecoverByItself() throws Exception {
    assertThat(pushers.put("/repository/raw-hosted/before", new byte[1000])).isEqualTo(201);
    assertThat(pushers.put("/repository/raw-hosted/deleted", new byte[2000])).isEqualTo(201);
    assertThat(pushers.status("/health")).isEqualTo(200);

    // What does not fit beside the reserve is refused by its announced length alone.
    assertThat(pushers.put("/repository/raw-hosted/large", new byte[30 << 20])).isEqualTo(507);
    assertThat(pushers.status("/health")).isEqualTo(200);

    blobs.fill(RESERVE - MEBIBYTE);
    refusesAndReads("blobs");
    blobs.empty();
    recovers("blobs");

    database.fill(RESERVE - MEBIBYTE);
    refusesAndReads("database");
    // That is what the reserve is for.
    assertThat(pushers.delete("/repository/raw-hosted/deleted")).isEqualTo(204);
    assertThat(pushers.status("/repository/raw-hosted/deleted")).isEqualTo(404);
    database.empty();
    recovers("database");

    blobs.useInodes();
    refusesAndReads("inodes");
    blobs.empty();
    recovers("inodes");

    // Somebody else takes the last byte, reserve or not.
    database.fill();
    refusesAndReads("last-byte");
    database.empty();
    recovers("last-byte");

    assertThat(pushers.verify(Map.of())).isEmpty();
    try (Stream<Path> uploads = Files.list(data.resolve("blobs/default/uploads"))) {
      assertThat(uploads).as("left of uploads that were refused").isEmpty();
    }
  }

  @Test
  public void shouldRefuseWhatFillsTheDiskAsItComes() throws Exception {
    pushers.during(
        8,
        () ->
            Waiting.until(
                "the disk is as full as it may be",
                Duration.ofMinutes(2),
                () -> pushers.refusals().containsKey(507)));
    assertThat(pushers.refusals().keySet()).containsExactly(507);
    assertThat(pushers.unexpected()).isEmpty();
    assertThat(Files.getFileStore(data.resolve("blobs")).getUsableSpace())
        .isGreaterThan(RESERVE - 2 * MEBIBYTE);
    assertThat(pushers.verify(Map.of())).isEmpty();
  }

  private void refusesAndReads(String what) throws Exception {
    Waiting.until(
        "the server is not well: " + what,
        Duration.ofSeconds(10),
        () -> pushers.status("/health") == 503);
    for (int i = 0; i < 3; i++) {
      assertThat(pushers.put("/repository/raw-hosted/refused/" + what + i, new byte[5000 + i]))
          .as(what)
          .isEqualTo(507);
      assertThat(pushers.status("/repository/raw-hosted/refused/" + what + i)).isEqualTo(404);
    }
    assertThat(pushers.status("/repository/raw-hosted/before")).as(what).isEqualTo(200);
  }

  private void recovers(String what) throws Exception {
    Waiting.until(
        "the server is well again: " + what,
        Duration.ofSeconds(10),
        () -> pushers.status("/health") == 200);
    assertThat(pushers.put("/repository/raw-hosted/again/" + what, new byte[300])).isEqualTo(201);
  }
}
