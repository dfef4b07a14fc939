package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.assembly.invented.InventedFormat;
import io.entrepot.testkit.FormatBundle;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** Formats come and go while the server serves others. */
public class HotFormatIT {

  private static Entrepot server;

  @BeforeClass
  public static void start() throws IOException {
    server = Entrepot.started();
  }

  @AfterClass
  public static void stop() throws IOException {
    server.close();
  }

  @Test
  public void shouldLetAPushFinishWhileAnotherFormatGoesAndComesBackWithItsData() throws Exception {
    String file = "/repository/raw-hosted/kept.txt";
    put(file, "still here");
    Path image = Images.oci(server.scratch("image"), "uninstalled", 8, 16);
    CompletableFuture<String> push =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Command.of(
                        "skopeo",
                        "--insecure-policy",
                        "copy",
                        "--dest-tls-verify=false",
                        "--dest-creds",
                        server.admin(),
                        "oci:" + image + ":v1",
                        "docker://" + server.registry() + "/docker-hosted/under-way:v1")
                    .succeed();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    Path uploads = server.data().resolve("blobs/default/uploads");
    Waiting.until("the push is under way", Duration.ofSeconds(60), () -> hasFiles(uploads));

    shell("feature:uninstall entrepot-format-raw");

    HttpResponse<String> missing = server.asAdmin("GET", file, "");
    assertThat(missing.statusCode()).isEqualTo(503);
    assertThat(missing.body()).contains("raw-hosted").contains("'raw'");
    assertThat(shell("repository:list")).containsPattern("raw-hosted.*(not installed|missing)");
    assertThat(server.rest("GET", "/v1/repositories", "")).containsPattern("'raw'.*not installed");
    push.join();

    shell("feature:install entrepot-format-raw");

    Waiting.until(
        "raw repositories serve again",
        Duration.ofSeconds(20),
        () -> server.asAdmin("GET", file, "").statusCode() == 200);
    assertThat(server.asAdmin("GET", file, "").body()).isEqualTo("still here");
  }

  @Test
  public void shouldDoTheSameWithAJarInTheDeployFolder() throws Exception {
    Path jar =
        FormatBundle.of(InventedFormat.class)
            .writeTo(server.scratch("jar").resolve("invented.jar"));
    Path deployed = server.data().resolve("deploy").resolve(jar.getFileName());
    deploy(jar, deployed);
    Waiting.until("the format is there", Duration.ofSeconds(30), () -> serves("invented-hosted"));
    String file = "/repository/invented-hosted/note";
    put(file, "kept by the core");

    Files.delete(deployed);
    Waiting.until(
        "the format is gone",
        Duration.ofSeconds(30),
        () -> server.asAdmin("GET", file, "").statusCode() == 503);
    deploy(jar, deployed);
    Waiting.until(
        "the format is back",
        Duration.ofSeconds(30),
        () -> server.asAdmin("GET", file, "").statusCode() == 200);

    assertThat(server.asAdmin("GET", file, "").body()).isEqualTo("kept by the core");
    assertThat(server.stop()).isIn(0, 143);
    server.start();
    Waiting.until(
        "the format is there after a restart",
        Duration.ofSeconds(30),
        () -> server.asAdmin("GET", file, "").statusCode() == 200);
    Files.delete(deployed);
    Waiting.until("the format is gone", Duration.ofSeconds(30), () -> !serves("invented-hosted"));
    server.rest("DELETE", "/v1/repositories/invented-hosted", "");
  }

  @Test
  public void shouldDisturbNobodyWhenAFormatComesAndGoesFiftyTimes() throws Exception {
    Path jar =
        FormatBundle.of(InventedFormat.class)
            .writeTo(server.scratch("jar").resolve("invented.jar"));
    round(jar);
    Footprint before = Footprint.of(server);
    try (Load load = Load.start(server)) {
      Waiting.until("the load runs", Duration.ofSeconds(30), () -> load.done() > 500);
      for (int i = 0; i < 50; i++) {
        round(jar);
      }
      System.err.printf(
          "figures: %d requests during 50 rounds, %d failed%n",
          load.done(), load.failures().size());
      assertThat(load.failures()).isEmpty();
    }
    // Pools of threads shrink a while after the load has gone.
    Waiting.until(
        "the server takes no more than before: " + before,
        Duration.ofMinutes(3),
        () -> Footprint.of(server).within(before),
        () -> Footprint.of(server).toString());
  }

  /** Installs the invented format, uses it, removes it. */
  private static void round(Path jar) throws Exception {
    String installed = ssh("bundle:install --start file:" + jar);
    String id = installed.replaceAll("(?s).*Bundle ID: (\\d+).*", "$1");
    Waiting.until("it serves", Duration.ofSeconds(20), () -> serves("invented-hosted"));
    put("/repository/invented-hosted/round", "round");
    ssh("bundle:uninstall " + id);
    Waiting.until("it is gone", Duration.ofSeconds(20), () -> !serves("invented-hosted"));
  }

  private static boolean serves(String repository) throws Exception {
    int status =
        server.asAdmin("GET", "/repository/" + repository + "/no-such-thing", "").statusCode();
    return status == 404 && server.rest("GET", "/v1/repositories", "").contains(repository);
  }

  private static void put(String path, String text) throws Exception {
    HttpResponse<String> response = server.asAdmin("PUT", path, text);
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 204);
  }

  /** A file that is there whole or not at all. */
  private static void deploy(Path jar, Path place) throws IOException {
    Files.createDirectories(place.getParent());
    Path part = server.scratch("part").resolve("part");
    Files.copy(jar, part);
    Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean hasFiles(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.findAny().isPresent();
    }
  }

  private static String shell(String line) {
    return checked(line, server.shell(line));
  }

  private static String ssh(String line) {
    return checked(line, server.ssh(line));
  }

  private static String checked(String line, Command.Result result) {
    assertThat(result.exit()).as(line + ":\n" + result.output()).isZero();
    return result.output();
  }
}
