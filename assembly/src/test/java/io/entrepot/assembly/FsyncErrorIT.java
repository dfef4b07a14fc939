package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The disk says that it could not make something durable: then nothing of it is promised. */
public class FsyncErrorIT {

  // "123 fsync(45</a/file>) = -1 EIO (Input/output error) (INJECTED)", "123 close(45</a/file>) =
  // 0",
  // "123 close(45</a/file> <unfinished ...>" when another thread is told of meanwhile
  private static final Pattern CALL =
      Pattern.compile("(fsync|fdatasync|close)\\((\\d+)<([^>]*)>(?:\\)\\s+= (-1 EIO)?| <unfin).*");

  // What is written again goes there first; small files go nowhere else.
  private static final Pattern WRITTEN_AGAIN =
      Pattern.compile("fdatasync\\(\\d+<[^>]*/blobs/default/uploads/[^>]*>\\)\\s+= 0");

  /** So many fresh files or more are made durable by one call. */
  private static final int MANY = 64;

  private static final String ALL = "fsync,fdatasync,syncfs";
  private static final Duration SOON = Duration.ofSeconds(60);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void shouldPromiseNothingThatAFailedSyncLeftBehind() throws Exception {
    try (LightProcess server = new LightProcess(folder.getRoot().toPath().resolve("data"))) {
      server.start();
      try (Pushers pushers =
          new Pushers(
              server.port(), server.admin(), folder.getRoot().toPath().resolve("acknowledged"))) {
        assertThat(pushers.put("/repository/raw-hosted/before", new byte[10])).isEqualTo(201);
        assertThat(pushers.put("/repository/raw-hosted/other", new byte[11])).isEqualTo(201);

        try (Strace failing = new Strace(server, "blobs", ALL)) {
          // The bytes cannot be made durable: the database is not even asked.
          for (int i = 0; i < 5; i++) {
            assertThat(pushers.put("/repository/raw-hosted/failed/" + i, new byte[100 + i]))
                .isBetween(500, 599);
          }
          assertThat(pushers.status("/repository/raw-hosted/before")).isEqualTo(200);
          failing.stop();
          assertThat(failing.failed()).isGreaterThanOrEqualTo(5);
          assertThat(failing.retried()).isEmpty();
        }
        // A blob's failure was that blob's.
        assertThat(pushers.put("/repository/raw-hosted/after", new byte[12])).isEqualTo(201);
        assertThat(pushers.verify(Map.of())).isEmpty();

        try (Strace failing = new Strace(server, "database", ALL)) {
          assertThat(pushers.delete("/repository/raw-hosted/other")).isBetween(500, 599);
          failing.stop();
          assertThat(failing.failed()).isPositive();
          assertThat(failing.retried()).isEmpty();
        }
        // What a failed sync of the database left behind nobody knows: it is read-only from here.
        assertThat(pushers.put("/repository/raw-hosted/late", new byte[13])).isBetween(500, 599);
        assertThat(pushers.status("/repository/raw-hosted/before")).isEqualTo(200);
        assertThat(pushers.status("/health")).isEqualTo(503);

        server.kill();
        server.start();
        assertThat(pushers.put("/repository/raw-hosted/again", new byte[14])).isEqualTo(201);
        assertThat(pushers.status("/health")).isEqualTo(200);
        // The deletion was refused, but nobody can say that it did not reach the disk.
        assertThat(pushers.status("/repository/raw-hosted/other")).isIn(200, 404);
        assertThat(pushers.verify(Map.of("/repository/raw-hosted/other", ""))).isEmpty();
      }
    }
  }

  @Test
  public void shouldWriteAgainWhatAFailedSyncOfTheFileSystemMayHaveLost() throws Exception {
    Path blobs = folder.getRoot().toPath().resolve("data/blobs/default/blobs");
    try (LightProcess server = new LightProcess(folder.getRoot().toPath().resolve("data"))) {
      server.start();
      try (Pushers pushers =
          new Pushers(
              server.port(), server.admin(), folder.getRoot().toPath().resolve("acknowledged"))) {
        pushers.smallDuring(
            16,
            () ->
                Waiting.until(
                    "so many files are fresh that their file system is opened",
                    SOON,
                    () -> server.hasOpen(blobs)));
        try (Strace failing = new Strace(server, "file-system", "syncfs")) {
          pushers.smallDuring(
              16,
              () ->
                  Waiting.until(
                      "files were written again because that failed",
                      SOON,
                      () -> failing.syncedAfterFailure() >= MANY,
                      failing::tail));
        }
        assertThat(pushers.verify(Map.of())).isEmpty();
        assertThat(pushers.unexpected()).isEmpty();
        assertThat(pushers.refusals()).isEmpty();
        assertThat(pushers.status("/health")).isEqualTo(200);

        server.kill();
        server.start();
        assertThat(pushers.verify(Map.of())).isEmpty();
      }
    }
  }

  /** Lets the syncs of a server fail, as long as it is open. */
  private final class Strace implements AutoCloseable {
    private final Path log;
    private final Process process;

    Strace(LightProcess server, String name, String calls) throws IOException {
      log = folder.getRoot().toPath().resolve("strace." + name);
      process =
          new ProcessBuilder(
                  "strace",
                  "-f",
                  "-y",
                  "-e",
                  "trace=" + ALL + ",close",
                  "-e",
                  "inject=" + calls + ":error=EIO",
                  "-o",
                  log.toString(),
                  "-p",
                  Long.toString(server.pid()))
              .redirectErrorStream(true)
              .redirectOutput(folder.getRoot().toPath().resolve("strace.out." + name).toFile())
              .start();
      Path said = folder.getRoot().toPath().resolve("strace.out." + name);
      Waiting.until(
          "strace is attached to the server (it needs root and the package strace)",
          Duration.ofSeconds(30),
          () -> Files.readString(said).contains("attached"),
          () -> String.valueOf(read(said)));
    }

    /** How many syncs failed. */
    long failed() throws IOException {
      return Files.readAllLines(log).stream().filter(line -> line.contains("= -1 EIO")).count();
    }

    /** How many files a thread wrote again, one by one, after it had failed to sync them all. */
    long syncedAfterFailure() throws IOException {
      String thread = "";
      long synced = 0;
      for (String line : Files.readAllLines(log)) {
        if (line.contains("syncfs(")) {
          if (synced >= MANY) {
            break;
          }
          thread = line.contains("= -1 EIO") ? line.substring(0, line.indexOf(' ') + 1) : "";
          synced = 0;
        } else if (!thread.isEmpty()
            && line.startsWith(thread)
            && WRITTEN_AGAIN.matcher(line).find()) {
          synced++;
        }
      }
      return synced;
    }

    /** What it saw last. */
    String tail() {
      List<String> lines = read(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    /** The files that were synced again through the descriptor whose sync had failed. */
    Set<String> retried() throws IOException {
      Set<String> failed = new HashSet<>();
      Set<String> retried = new HashSet<>();
      for (String line : Files.readAllLines(log)) {
        Matcher call = CALL.matcher(line.replaceFirst("^\\d+\\s+", ""));
        if (!call.matches()) {
          continue;
        }
        String file = call.group(2) + " " + call.group(3);
        if (call.group(1).equals("close")) {
          failed.remove(file);
        } else if (failed.contains(file)) {
          retried.add(file);
        } else if (call.group(4) != null) {
          failed.add(file);
        }
      }
      return retried;
    }

    @Override
    public void close() throws IOException {
      stop();
    }

    /** Lets go of the server. */
    void stop() throws IOException {
      process.destroy();
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    private List<String> read(Path file) {
      try {
        return Files.readAllLines(file);
      } catch (IOException e) {
        return List.of(e.toString());
      }
    }
  }
}
