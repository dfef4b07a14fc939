package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.assembly.invented.InventedFormat;
import io.entrepot.testkit.FormatBundle;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.Test;

/** A restart, and a newer version over the same data: what was done at run time stays done. */
public class UpgradeIT {

  private static final String NOTE = "/repository/invented-hosted/note";
  private static final String FILE = "/repository/raw-hosted/file";

  @Test
  public void shouldKeepWhatWasInstalledAndUninstalledAtRunTime() throws Exception {
    try (Entrepot server = Entrepot.started()) {
      put(server, FILE, "kept");
      shell(server, "feature:repo-add " + repository(server).toUri());
      shell(server, "feature:install invented");
      Waiting.until("the format serves", Duration.ofSeconds(30), () -> status(server, NOTE) == 404);
      put(server, NOTE, "kept");
      shell(server, "feature:uninstall entrepot-format-raw");
      assertThat(status(server, FILE)).isEqualTo(503);

      assertThat(server.stop()).isIn(0, 143);
      server.start();
      assertInstalledAndUninstalled(server);

      assertThat(server.stop()).isIn(0, 143);
      server.upgrade();
      server.start();
      assertInstalledAndUninstalled(server);

      shell(server, "feature:install entrepot-format-raw");
      Waiting.until("raw serves again", Duration.ofSeconds(30), () -> status(server, FILE) == 200);
      assertThat(server.asAdmin("GET", FILE, "").body()).isEqualTo("kept");
    }
  }

  private static void assertInstalledAndUninstalled(Entrepot server) throws Exception {
    Waiting.until(
        "what was installed is there", Duration.ofSeconds(30), () -> status(server, NOTE) == 200);
    assertThat(server.asAdmin("GET", NOTE, "").body()).isEqualTo("kept");
    assertThat(status(server, FILE)).isEqualTo(503);
  }

  /** A feature repository of somebody else's, with the invented format. */
  private static Path repository(Entrepot server) throws Exception {
    Path folder = server.scratch("repository");
    Path jar = FormatBundle.of(InventedFormat.class).writeTo(folder.resolve("invented.jar"));
    return Files.writeString(
        folder.resolve("features.xml"),
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <features name="invented" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
          <feature name="invented" version="1.0.0">
            <bundle>%s</bundle>
          </feature>
        </features>
        """
            .formatted(jar.toUri()));
  }

  private static void put(Entrepot server, String path, String text) throws Exception {
    HttpResponse<String> response = server.asAdmin("PUT", path, text);
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 204);
  }

  private static int status(Entrepot server, String path) throws Exception {
    return server.asAdmin("GET", path, "").statusCode();
  }

  private static void shell(Entrepot server, String line) {
    Command.Result result = server.shell(line);
    assertThat(result.exit()).as(line + ":\n" + result.output()).isZero();
  }
}
