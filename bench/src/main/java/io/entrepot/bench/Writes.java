package io.entrepot.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Durable PUTs of small files, beside what the disk gives without a server. */
final class Writes {

  /** What these rows are called together. */
  static final String GROUP = "writes";

  private static final int SIZE = 4096;

  /** So many at once warm the server up, before the first row: one alone would take minutes. */
  private static final int WARMING = 64;

  private final EntrepotServer entrepot;
  private final Path disk;
  private final Duration time;
  private final Duration warmUp;
  private final AtomicInteger turn = new AtomicInteger();

  Writes(EntrepotServer entrepot, Options options) {
    this.entrepot = entrepot;
    this.disk = options.work().resolve("disk");
    this.time = Duration.ofSeconds(options.seconds());
    this.warmUp = options.warmUp();
  }

  List<Contest> contests() throws Exception {
    Crowd.rate(WARMING, warmUp.multipliedBy(2), this::putter);
    return Stream.of(1, 8, 64)
        .map(
            connections ->
                new Contest(
                    "durable PUT of 4 KB by " + connections,
                    "files/s",
                    Gate.atLeast(0.4),
                    () -> Crowd.rate(connections, time, this::putter),
                    Map.of("file and folder fsync alone", () -> alone(connections))))
        .toList();
  }

  private Crowd.Worker putter(int number) throws IOException {
    return new Puts(entrepot, "puts/" + turn.incrementAndGet() + "-" + number, SIZE);
  }

  private double alone(int threads) throws Exception {
    return Crowd.rate(threads, time, number -> new DurableFiles(disk, number, SIZE));
  }
}
