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
 * @param blobs how many the collector considers
 */
record Options(
    Path tarball,
    Path work,
    Path result,
    int rounds,
    int seconds,
    Optional<String> only,
    int blobs) {

  private static final List<String> GROUPS =
      List.of(
          Reads.GROUP, Registries.GROUP, Writes.GROUP, Proxies.GROUP, Scale.GROUP, Collector.GROUP);

  static final String USAGE =
      """
      usage: bench [--quick] [--only=reads|registries|writes|proxies|scale|collector] [--rounds=<n>]
                   [--seconds=<n>] [--blobs=<n>] [--work=<folder>] [--result=<file>] <tarball>
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
            Optional.empty(),
            1_000_000);
    for (String word : words) {
      String value = word.substring(word.indexOf('=') + 1);
      if (word.equals("--quick")) {
        options = options.with(3, 1).blobs(100_000);
      } else if (word.startsWith("--rounds=")) {
        options = options.with(Integer.parseInt(value), options.seconds);
      } else if (word.startsWith("--seconds=")) {
        options = options.with(options.rounds, Integer.parseInt(value));
      } else if (word.startsWith("--blobs=")) {
        options = options.blobs(Integer.parseInt(value));
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
    return new Options(tarball, work, result, moreRounds, moreSeconds, only, blobs);
  }

  private Options only(String part) {
    if (!GROUPS.contains(part)) {
      throw new IllegalArgumentException("'" + part + "' is none of " + GROUPS);
    }
    return new Options(tarball, work, result, rounds, seconds, Optional.of(part), blobs);
  }

  private Options blobs(int number) {
    if (number < 1_000) {
      throw new IllegalArgumentException("--blobs=" + number + " is less than 1000");
    }
    return new Options(tarball, work, result, rounds, seconds, only, number);
  }

  private Options in(Path folder) {
    return new Options(tarball, folder.toAbsolutePath(), result, rounds, seconds, only, blobs);
  }

  private Options into(Path file) {
    return new Options(tarball, work, file.toAbsolutePath(), rounds, seconds, only, blobs);
  }

  private Options of(Path archive) {
    return new Options(
        archive.toAbsolutePath(),
        work.toAbsolutePath(),
        result.toAbsolutePath(),
        rounds,
        seconds,
        only,
        blobs);
  }

  /** Whether a group of rows is wanted. */
  boolean wants(String group) {
    return only.map(group::equals).orElse(true);
  }
}
