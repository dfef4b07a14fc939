package io.entrepot.assembly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program run to its end, with all that it prints. Immutable until it is run. */
record Command(List<String> words, Map<String, String> environment, String input, Duration limit) {

  /** What became of it: its exit code, and standard output and error together. */
  record Result(int exit, String output) {}

  Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  static Command of(String... words) {
    return new Command(List.of(words), Map.of(), "", Duration.ofMinutes(3));
  }

  Command with(String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return new Command(words, more, input, limit);
  }

  /** The same environment, running a line of the POSIX shell. */
  Command script(String line) {
    return new Command(List.of("sh", "-c", line), environment, input, limit);
  }

  Command input(String text) {
    return new Command(words, environment, text, limit);
  }

  Command within(Duration time) {
    return new Command(words, environment, input, time);
  }

  /** Runs it; an exit code other than 0 is the caller's business. */
  Result run() {
    try {
      Path out = Files.createTempFile("entrepot-command", ".out");
      Path in = Files.createTempFile("entrepot-command", ".in");
      try {
        Files.writeString(in, input);
        Process process = start(in, out);
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly().waitFor();
          throw new AssertionError(this + " took longer than " + limit + ":\n" + read(out));
        }
        return new Result(process.exitValue(), read(out));
      } finally {
        Files.deleteIfExists(out);
        Files.deleteIfExists(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(this + " cannot be run: is it installed?", e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs it and gives what it printed; any exit code but 0 fails the test. */
  String succeed() {
    Result result = run();
    if (result.exit() != 0) {
      throw new AssertionError(this + " ended with " + result.exit() + ":\n" + result.output());
    }
    return result.output();
  }

  /** Runs it and gives what it printed; exit code 0 fails the test. */
  String fail() {
    Result result = run();
    if (result.exit() == 0) {
      throw new AssertionError(this + " should have failed:\n" + result.output());
    }
    return result.output();
  }

  private Process start(Path in, Path out) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
