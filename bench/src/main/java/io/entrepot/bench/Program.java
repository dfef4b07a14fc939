package io.entrepot.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server that was started for the benchmarks and goes with them, also when they are broken off.
 */
final class Program implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(60);

  private final String name;
  private final Path log;
  private final Process process;
  private final Thread ending;

  private Program(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.ending = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(ending);
  }

  /**
   * Starts one.
   *
   * @param log takes what it prints
   * @param environment beside this process's own; an empty value unsets a variable
   */
  static Program start(String name, Path log, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    environment.forEach(
        (variable, value) -> {
          if (value.isEmpty()) {
            builder.environment().remove(variable);
          } else {
            builder.environment().put(variable, value);
          }
        });
    return new Program(name, log, builder.start());
  }

  /** Runs a command to its end; gives what it printed, both streams. */
  static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), Texts.CHARSET);
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + code + ":\n" + printed);
    }
    return printed;
  }

  /** Whether a server is ready. */
  interface Ready {
    boolean test() throws IOException, InterruptedException;
  }

  /** Waits until somebody listens on a port. */
  void awaitPort(int port) throws IOException, InterruptedException {
    await(
        () -> {
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
          }
        });
  }

  /** Waits until it is ready; an I/O error means not yet. */
  void await(Ready ready) throws IOException, InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < end) {
      if (!process.isAlive()) {
        throw new IOException(name + " ended:\n" + printed());
      }
      try {
        if (ready.test()) {
          return;
        }
      } catch (IOException e) {
        // Not yet.
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IOException(name + " was not ready after " + START + ":\n" + printed());
  }

  long pid() {
    return process.pid();
  }

  private String printed() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() throws IOException {
    try {
      process.destroy();
      if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        throw new IOException(name + " did not stop within " + STOP + " and was killed");
      }
      Runtime.getRuntime().removeShutdownHook(ending);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
