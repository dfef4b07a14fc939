package io.entrepot.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SettingsTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private Path file;

  @Before
  public void nameFile() {
    file = folder.getRoot().toPath().resolve("entrepot.properties");
  }

  @Test
  public void shouldHaveDefaultsWithoutFile() throws LaunchException {
    Settings settings = Settings.read(Map.of(), file);
    assertThat(settings.properties())
        .containsEntry("entrepot.http.port", "8081")
        .containsEntry("entrepot.https.port", "8443")
        .containsEntry("entrepot.http.host", "0.0.0.0");
    assertThat(settings.shell()).isTrue();
    assertThat(settings.localAddress()).isEqualTo("127.0.0.1:8081");
  }

  @Test
  public void shouldPreferEnvironmentToFile() throws Exception {
    Files.writeString(file, "ENTREPOT_HTTP_PORT=9001\nENTREPOT_HTTP_HOST=10.0.0.1\n");
    Settings settings = Settings.read(Map.of("ENTREPOT_HTTP_PORT", "9002"), file);
    assertThat(settings.localAddress()).isEqualTo("10.0.0.1:9002");
  }

  @Test
  public void shouldHandOnSettingsItDoesNotKnow() throws LaunchException {
    Settings settings = Settings.read(Map.of("ENTREPOT_PUBLIC_URL", "https://a.example"), file);
    assertThat(settings.properties()).containsEntry("entrepot.public.url", "https://a.example");
  }

  @Test
  public void shouldTakeEmptySettingForNone() throws LaunchException {
    assertThat(Settings.read(Map.of("ENTREPOT_HTTP_PORT", " "), file).value(Settings.HTTP_PORT))
        .isEqualTo("8081");
  }

  @Test
  public void shouldNameWrongPortAndWhereItStands() throws IOException {
    Files.writeString(file, "ENTREPOT_HTTPS_PORT=84430\n");
    assertThatThrownBy(() -> Settings.read(Map.of(), file))
        .isInstanceOf(LaunchException.class)
        .hasMessageContainingAll("ENTREPOT_HTTPS_PORT", "84430", file.toString());
  }

  @Test
  public void shouldGiveStopMoreTimeThanRequestsInFlight() throws LaunchException {
    assertThat(Settings.read(Map.of(), file).stopSeconds()).isEqualTo(60);
    assertThat(Settings.read(Map.of("ENTREPOT_STOP_TIMEOUT", "300"), file).stopSeconds())
        .isEqualTo(330);
  }

  @Test
  public void shouldNameWrongSwitch() {
    assertThatThrownBy(() -> Settings.read(Map.of("ENTREPOT_SHELL", "no"), file))
        .hasMessageContainingAll("ENTREPOT_SHELL", "'no'", "the environment");
  }

  @Test
  public void shouldRefuseForeignKeyInFile() throws IOException {
    Files.writeString(file, "http.port=80\n");
    assertThatThrownBy(() -> Settings.read(Map.of(), file)).hasMessageContaining("'http.port'");
  }
}
