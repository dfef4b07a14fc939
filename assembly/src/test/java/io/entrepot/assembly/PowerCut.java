package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Cuts the power under load: the data folder is on a disk whose cache forgets what was not flushed.
 * Run by the script {@code power-cut}, not with all tests; it needs root, loop devices, FUSE,
 * nbdkit and nbdfuse. As many cuts as {@code entrepot.cuts} says.
 *
 * <pre>
 * ext4 - loop device - file of nbdfuse - socket - nbdkit with a write-back cache - disk image
 * </pre>
 */
public class PowerCut {

  private static final int CUTS = Integer.getInteger("entrepot.cuts", 10);
  private static final long DISK = 1L << 30;
  private static final int PUSHERS = 16;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Random random = new Random();

  @Test
  public void shouldKeepAllThatWasAcknowledgedThroughPowerCuts() throws Exception {
    Path image = folder.getRoot().toPath().resolve("disk.img");
    Path mount = Files.createDirectory(folder.getRoot().toPath().resolve("mount"));
    must("truncate", "-s", Long.toString(DISK), image.toString());
    must("/sbin/mkfs.ext4", "-q", image.toString());
    Map<String, String> checked = new HashMap<>();
    try (LightProcess server = new LightProcess(mount.resolve("data"))) {
      Pushers pushers = null;
      for (int cut = 1; cut <= CUTS; cut++) {
        try (Power power = new Power(image, mount, cut)) {
          server.start();
          if (pushers == null) {
            pushers =
                new Pushers(
                    server.port(),
                    server.admin(),
                    folder.getRoot().toPath().resolve("acknowledged"));
          }
          assertThat(pushers.verify(checked)).as("after cut %d", cut - 1).isEmpty();
          checked.putAll(pushers.acknowledged());
          int before = pushers.acknowledged().size();
          Pushers pushing = pushers;
          Pushers.Deed deed =
              () -> {
                Waiting.until(
                    "something is acknowledged",
                    Duration.ofSeconds(60),
                    () -> pushing.acknowledged().size() > before + 5);
                pause(random.nextInt(3_000));
                power.cut();
                server.kill();
              };
          if (cut % 2 == 1) {
            pushing.during(PUSHERS, deed);
          } else {
            pushing.smallDuring(
                PUSHERS,
                () -> {
                  Waiting.until(
                      "many files are made durable by one call for their file system",
                      Duration.ofSeconds(60),
                      () -> server.hasOpen(mount.resolve("data/blobs/default/blobs")));
                  deed.run();
                });
          }
        }
      }
      must("mount", "-o", "loop", image.toString(), mount.toString());
      try {
        server.start();
        assertThat(pushers.verify(Map.of())).as("at the end").isEmpty();
        System.err.printf(
            "figures: %d power cuts, %d acknowledged%n", CUTS, pushers.acknowledged().size());
        server.kill();
      } finally {
        must("umount", mount.toString());
      }
    }
  }

  private static void must(String... command) {
    Command.Result result = Command.of(command).run();
    assertThat(result.exit())
        .as("%s (this needs root, loop devices and FUSE): %s", List.of(command), result.output())
        .isZero();
  }

  private static void pause(long milliseconds) throws IOException {
    try {
      boolean ignored = new CountDownLatch(1).await(milliseconds, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** The disk, mounted, until its power is cut. */
  private static final class Power implements AutoCloseable {
    private final Path mount;
    private final Path disk;
    private final Process cache;
    private final Process file;
    private final String loop;

    Power(Path image, Path mount, int number) throws IOException {
      this.mount = mount;
      Path folder = Files.createDirectory(image.resolveSibling("power" + number));
      Path socket = folder.resolve("socket");
      disk = Files.createFile(folder.resolve("disk"));
      Path log = folder.resolve("log");
      cache =
          run(
              log,
              "nbdkit",
              "-f",
              "--filter=cache",
              "-U",
              socket.toString(),
              "file",
              image.toString(),
              "cache=writeback");
      Waiting.until("nbdkit listens", Duration.ofSeconds(20), () -> Files.exists(socket));
      file = run(log, "nbdfuse", disk.toString(), "nbd+unix:///?socket=" + socket);
      Waiting.until(
          "nbdfuse shows the disk",
          Duration.ofSeconds(20),
          () -> Files.size(disk) == DISK,
          () -> Command.of("cat", log.toString()).run().output());
      Command.Result attached = Command.of("losetup", "-f", "--show", disk.toString()).run();
      assertThat(attached.exit()).as("losetup: %s", attached.output()).isZero();
      loop = attached.output().strip();
      must("mount", loop, mount.toString());
    }

    private Process run(Path log, String... command) throws IOException {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .start();
    }

    /** What was not flushed is gone. */
    void cut() {
      cache.destroyForcibly();
      file.destroyForcibly();
    }

    @Override
    public void close() throws IOException {
      cut();
      try {
        cache.waitFor();
        file.waitFor();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      must("umount", "-l", mount.toString());
      must("losetup", "-d", loop);
      must("umount", "-l", disk.toString());
      Waiting.until(
          "the file system has let go of the disk",
          Duration.ofSeconds(30),
          () -> !Command.of("losetup", "-a").run().output().contains(loop + ":"));
    }
  }
}
