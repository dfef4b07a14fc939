package io.entrepot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Where and when it was measured. */
record Machine(
    String at,
    String processor,
    int processors,
    long memoryMiB,
    String kernel,
    String java,
    String disk) {

  static Machine here(Path work) throws IOException {
    return new Machine(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        value("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        Long.parseLong(value("/proc/meminfo", "MemTotal").replace(" kB", "")) / 1024,
        System.getProperty("os.version"),
        System.getProperty("java.vm.version"),
        Files.getFileStore(work).type());
  }

  private static String value(String file, String name) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  @Override
  public String toString() {
    return "%d × %s, %d MiB, %s, Linux %s, Java %s, %s"
        .formatted(processors, processor, memoryMiB, disk, kernel, java, at);
  }
}
