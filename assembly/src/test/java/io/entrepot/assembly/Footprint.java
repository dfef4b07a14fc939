package io.entrepot.assembly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a server takes of its machine.
 *
 * @param threads that run in it
 * @param ports on which it listens
 * @param classLoaders alive after a garbage collection
 */
record Footprint(long threads, Set<Integer> ports, long classLoaders) {

  /**
   * Bundles that are used for the first time only when much is asked of the server, such as the one
   * for native calls. What leaks with each round of a test is more.
   */
  private static final int USED_LATE = 2;

  /** Whether it is what it was before, but for a few threads and what is used late. */
  boolean within(Footprint before) {
    return ports.equals(before.ports)
        && classLoaders <= before.classLoaders + USED_LATE
        && threads <= before.threads + 5;
  }

  static Footprint of(Entrepot server) {
    String pid = Long.toString(server.pid());
    Command.of("jcmd", pid, "GC.run").succeed();
    long loaders =
        Command.of("jcmd", pid, "VM.classloader_stats")
            .succeed()
            .lines()
            .filter(line -> line.contains("BundleWiringImpl$BundleClassLoader"))
            .count();
    try (Stream<Path> tasks = Files.list(Path.of("/proc", pid, "task"))) {
      return new Footprint(tasks.count(), listening(pid), loaders);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<Integer> listening(String pid) {
    Set<Integer> ports = new TreeSet<>();
    Pattern.compile("(?m)^LISTEN.*:(\\d+)\\s.*pid=" + pid + ",")
        .matcher(Command.of("ss", "-Hltnp").succeed())
        .results()
        .map((MatchResult match) -> Integer.valueOf(match.group(1)))
        .forEach(ports::add);
    return ports;
  }
}
