package io.entrepot.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How it is to be measured.
 *
 * @param seconds of a round
 * @param only the group of rows that is measured; all if empty
 */
record Options(
    Path tarball, Path work, Path result, int rounds, int seconds, Optional<String> only) {

  private static final List<String> GROUPS =
      List.of(Reads.GROUP, Registries.GROUP, Writes.GROUP, Proxies.GROUP, Scale.GROUP);

  static final String USAGE =
      """
      usage: bench [--quick] [--only=reads|registries|writes|proxies|scale] [--rounds=<n>] [--seconds=<n>]
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
            2,
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
    return Duration.ofSeconds(4L * seconds);
  }

  private Options with(int moreRounds, int moreSeconds) {
    return new Options(tarball, work, result, moreRounds, moreSeconds, only);
  }

  private Options only(String part) {
    if (!GROUPS.contains(part)) {
      throw new IllegalArgumentException("'" + part + "' is none of " + GROUPS);
    }
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

  /** Whether a group of rows is wanted. */
  boolean wants(String group) {
    return only.map(group::equals).orElse(true);
  }
}
