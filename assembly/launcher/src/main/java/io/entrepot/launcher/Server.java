package io.entrepot.launcher;

import java.io.IOException;
import java.io.Reader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The server that runs in a data folder, seen from another process. */
final class Server {
  private static final int STOP_MARGIN = 15;
  private static final Duration READY = Duration.ofMinutes(2);
  private static final long POLL_MILLISECONDS = 100;

  private final Layout layout;

  Server(Layout layout) {
    this.layout = layout;
  }

  Optional<ProcessHandle> process() {
    return DataLock.holder(layout.pid()).flatMap(ProcessHandle::of);
  }

  /** What the running server wrote down about itself; empty if none ever ran here. */
  Properties running() throws LaunchException {
    Properties running = new Properties();
    if (Files.exists(layout.running())) {
      try (Reader reader = Files.newBufferedReader(layout.running())) {
        running.load(reader);
      } catch (IOException e) {
        throw new LaunchException("%s cannot be read: %s".formatted(layout.running(), e), e);
      }
    }
    return running;
  }

  /** Where its shared HTTP port is reached from this machine. */
  String address() throws LaunchException {
    return "http://" + running().getProperty("http", "127.0.0.1:8081");
  }

  /** Whether it answers requests. */
  boolean isReady() throws LaunchException {
    try {
      URI status = URI.create(address() + "/service/rest/v1/status");
      HttpURLConnection connection = (HttpURLConnection) status.toURL().openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(5_000);
      try {
        return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Waits until it answers requests.
   *
   * @param pid the process that was started, another than this one
   * @throws LaunchException if that process ends before, or two minutes pass
   */
  void awaitReady(long pid) throws LaunchException, InterruptedException {
    long end = System.nanoTime() + READY.toNanos();
    while (System.nanoTime() < end) {
      if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
        throw new LaunchException("the server ended while it started: see " + layout.log());
      }
      if (process().filter(process -> process.pid() == pid).isPresent() && isReady()) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLISECONDS);
    }
    throw slow();
  }

  /**
   * Waits until the server that is this very process answers requests. It does not look at the
   * lock: that would let go of it.
   *
   * @throws LaunchException if two minutes pass
   */
  void awaitReady() throws LaunchException, InterruptedException {
    long end = System.nanoTime() + READY.toNanos();
    while (System.nanoTime() < end) {
      if (isReady()) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLISECONDS);
    }
    throw slow();
  }

  private LaunchException slow() {
    return new LaunchException(
        "the server does not answer after %d s, it goes on starting: see %s"
            .formatted(READY.toSeconds(), layout.log()));
  }

  /**
   * Tells it to stop and waits until it has.
   *
   * @return whether one ran
   * @throws LaunchException if it still runs 15 s after the time that it gives itself
   */
  boolean stop() throws LaunchException, InterruptedException {
    Optional<ProcessHandle> process = process();
    if (process.isEmpty()) {
      return false;
    }
    int seconds = Integer.parseInt(running().getProperty("stop", "60")) + STOP_MARGIN;
    process.get().destroy();
    try {
      process.get().onExit().get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new LaunchException(
          "process %d still runs after %d s".formatted(process.get().pid(), seconds), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for a process cannot fail", e);
    }
    return true;
  }
}
