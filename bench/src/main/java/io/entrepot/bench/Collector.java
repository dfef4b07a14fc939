package io.entrepot.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long a collection takes among many blobs of which a tenth is to go, in the server as it is
 * started, with 512 MB of heap. What went does not go twice, so that this is measured once; the
 * runs after it, in which nothing goes, are told beside it.
 */
final class Collector {

  /** What this row is called together with no others. */
  static final String GROUP = "collector";

  private static final double SECONDS_FOR_A_MILLION = 60;
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final String TASKS = "/service/rest/v1/tasks";
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Run(double seconds, String report) {}

  private final Options options;

  Collector(Options options) {
    this.options = options;
  }

  Contest.Outcome outcome() throws Exception {
    Path folder = options.work().resolve("entrepot-collector");
    BlobFilling filling = new BlobFilling(folder.resolve("data"), options.blobs());
    try (EntrepotServer first = server(folder)) {
      first.put("known", new byte[1]);
    }
    long begin = System.nanoTime();
    filling.make();
    Program.run(List.of("sync"));
    System.out.printf(
        "%,d blobs made in %.0f s%n", options.blobs(), (System.nanoTime() - begin) / 1e9);
    try (EntrepotServer server = server(folder);
        Connection connection = server.connect()) {
      String task = task(connection);
      Run removing = run(connection, task);
      String gone = filling.unneeded() + " files";
      if (!removing.report().contains(gone)) {
        throw new IOException("not " + gone + " went: " + removing.report());
      }
      Run again = run(connection, task);
      String note =
          "%,d went; %s s when nothing goes; %s MB resident at most"
              .formatted(filling.unneeded(), Texts.figure(again.seconds()), peak(server.pid()));
      double allowed = SECONDS_FOR_A_MILLION * options.blobs() / 1e6;
      String peer = Texts.figure(allowed) + " s";
      return contest(peer, note)
          .outcome(List.of(removing.seconds()), Map.of(peer, List.of(allowed)));
    }
  }

  private Contest contest(String peer, String note) {
    Contest.Measure none =
        () -> {
          throw new IllegalStateException("this is measured once");
        };
    return new Contest(
        "collection of %,d blobs with 512 MB of heap".formatted(options.blobs()),
        "s",
        Gate.atMost(1),
        none,
        Map.of(peer, none),
        () -> note);
  }

  private EntrepotServer server(Path folder) throws IOException, InterruptedException {
    return new EntrepotServer(options.tarball(), folder, Map.of("ENTREPOT_JAVA_OPTS", "-Xmx512m"));
  }

  private static String task(Connection connection) throws IOException {
    String body =
        "{\"type\": \"storage.collect\", \"name\": \"bench\", \"enabled\": true,"
            + " \"frequency\": {\"schedule\": \"manual\"},"
            + " \"properties\": {\"unknownFileGraceHours\": \"0\"}}";
    Connection.Answer made =
        connection
            .request("POST", TASKS, "application/json", body.getBytes(Texts.CHARSET))
            .expect(201);
    return JSON.readTree(made.body()).path("id").asText();
  }

  /** Lets it run; whether it looked at every file is in its report. */
  private static Run run(Connection connection, String task)
      throws IOException, InterruptedException {
    connection.request("GET", TASKS + "/" + task).expect(200);
    int before = runs(connection, task).size();
    connection.request("POST", TASKS + "/" + task + "/run").expect(204);
    long end = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() < end) {
      JsonNode runs = runs(connection, task);
      JsonNode last = runs.path(0);
      if (runs.size() > before && last.hasNonNull("ended")) {
        if (!last.path("result").asText().equals("OK")) {
          throw new IOException("the collection failed: " + last);
        }
        Duration took = Duration.between(moment(last, "started"), moment(last, "ended"));
        return new Run(took.toMillis() / 1e3, last.path("report").toString());
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    throw new IOException("the collection is not over after " + LONGEST.toMinutes() + " minutes");
  }

  private static JsonNode runs(Connection connection, String task) throws IOException {
    return JSON.readTree(
        connection.request("GET", TASKS + "/" + task + "/runs").expect(200).body());
  }

  private static OffsetDateTime moment(JsonNode run, String field) {
    return OffsetDateTime.parse(run.path(field).asText());
  }

  /** What the whole process had in memory at most, in MB. */
  private static long peak(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
