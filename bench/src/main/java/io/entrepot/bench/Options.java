package io.entrepot.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How it is to be measured.
 *
 * @param seconds of a round
 * @param only rows with this in their names; all if empty
 */
record Options(
    Path tarball, Path work, Path result, int rounds, int seconds, Optional<String> only) {

  static final String USAGE =
      """
      usage: bench [--quick] [--only=<part of a row's name>] [--rounds=<n>] [--seconds=<n>]
                   [--work=<folder>] [--result=<file>] <tarball>
      """;

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  static Options of(String... words) {
    Optional<Path> tarball = Optional.empty();
    Options options =
        new Options(
            Path.of(""),
            Path.of("bench/target/work"),
            Path.of("bench/target/results.json"),
            5,
            3,
            Optional.empty());
    for (String word : words) {
      String value = word.substring(word.indexOf('=') + 1);
      if (word.equals("--quick")) {
        options = options.with(3, 1);
      } else if (word.startsWith("--rounds=")) {
        options = options.with(Integer.parseInt(value), options.seconds);
      } else if (word.startsWith("--seconds=")) {
        options = options.with(options.rounds, Integer.parseInt(value));
      } else if (word.startsWith("--only=")) {
        options = options.only(value);
      } else if (word.startsWith("--work=")) {
        options = options.in(Path.of(value));
      } else if (word.startsWith("--result=")) {
        options = options.into(Path.of(value));
      } else if (word.startsWith("-") || tarball.isPresent()) {
        throw new IllegalArgumentException("'" + word + "' is not understood");
      } else {
        tarball = Optional.of(Path.of(word));
      }
    }
    return options.of(
        tarball.orElseThrow(() -> new IllegalArgumentException("the tarball is missing")));
  }

  /** How long a row is warmed up. */
  Duration warmUp() {
    return Duration.ofSeconds(3L * seconds);
  }

  private Options with(int moreRounds, int moreSeconds) {
    return new Options(tarball, work, result, moreRounds, moreSeconds, only);
  }

  private Options only(String part) {
    return new Options(tarball, work, result, rounds, seconds, Optional.of(part));
  }

  private Options in(Path folder) {
    return new Options(tarball, folder.toAbsolutePath(), result, rounds, seconds, only);
  }

  private Options into(Path file) {
    return new Options(tarball, work, file.toAbsolutePath(), rounds, seconds, only);
  }

  private Options of(Path archive) {
    return new Options(
        archive.toAbsolutePath(),
        work.toAbsolutePath(),
        result.toAbsolutePath(),
        rounds,
        seconds,
        only);
  }

  /** Whether a row is wanted. */
  boolean wants(String row) {
    return only.map(row::contains).orElse(true);
  }
}
