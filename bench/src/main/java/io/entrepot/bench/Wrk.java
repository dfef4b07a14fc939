package io.entrepot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads with {@code wrk}, as often as it goes. */
final class Wrk {

  /**
   * What came of it.
   *
   * @param rate requests per second
   * @param bytes per second, heads and all
   * @param p50 latency in µs
   * @param p99 latency in µs
   */
  record Figures(double rate, double bytes, double p50, double p99) {}

  private final Path script;
  private final int seconds;

  Wrk(Path work, int seconds) throws IOException {
    this.script = work.resolve("report.lua");
    this.seconds = seconds;
    Files.write(script, Texts.resource("report.lua"));
  }

  /**
   * Reads.
   *
   * @param authorization the field's value; empty for none
   * @param paths a file of paths that are asked for in turn, instead of the URL's; or nothing
   * @throws IOException if a single answer was an error
   */
  Figures read(int connections, String authorization, String url, String... paths)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("wrk", "-t", connections == 1 ? "1" : "2"));
    command.addAll(List.of("-c", Integer.toString(connections), "-d", seconds + "s"));
    command.addAll(List.of("--timeout", "30s", "-s", script.toString()));
    // Registries translate manifests for clients that do not say this; others have no manifests.
    command.addAll(List.of("-H", "Accept: " + Images.MANIFEST + ", */*;q=0.5"));
    if (!authorization.isEmpty()) {
      command.addAll(List.of("-H", "Authorization: " + authorization));
    }
    command.add(url);
    if (paths.length > 0) {
      command.add("--");
      command.addAll(List.of(paths));
    }
    String printed = Program.run(command);
    String[] figures =
        printed
            .lines()
            .filter(line -> line.startsWith("FIGURES "))
            .findFirst()
            .orElseThrow(() -> new IOException("wrk gave no figures:\n" + printed))
            .split(" ", -1);
    long requests = Long.parseLong(figures[1]);
    if (!figures[4].equals("0")) {
      throw new IOException(url + " was not always answered well:\n" + printed);
    }
    double duration = Long.parseLong(figures[3]) / 1e6;
    return new Figures(
        requests / duration,
        Long.parseLong(figures[2]) / duration,
        Double.parseDouble(figures[5]),
        Double.parseDouble(figures[6]));
  }
}
