package io.entrepot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class WelcomeTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void shouldNameTheAddressesTheAuthorityAndTheFirstPasswordWhileThereIsOne()
      throws Exception {
    Path data = folder.getRoot().toPath();
    Path password = Files.writeString(data.resolve("admin.password"), "secret");

    assertThat(welcome(data, Map.of("ENTREPOT_HTTP_PORT", "9081")))
        .contains("http://localhost:9081 and https://localhost:8443")
        .contains("http://localhost:9081/ca.crt")
        .contains(password.toString())
        .doesNotContain("secret");

    Files.delete(password);
    assertThat(welcome(data, Map.of("ENTREPOT_HTTP_HOST", "10.0.0.1")))
        .contains("http://10.0.0.1:8081")
        .doesNotContain("password");
  }

  private static String welcome(Path data, Map<String, String> environment) throws LaunchException {
    Layout layout = new Layout(data, data);
    Settings settings = Settings.read(environment, layout.settings());
    return new Welcome(layout, settings, new Server(layout), System.err).text();
  }
}
