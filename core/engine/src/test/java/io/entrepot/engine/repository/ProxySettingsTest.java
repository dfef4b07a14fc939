package io.entrepot.engine.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.Secret;
import io.entrepot.engine.tls.TestPki;
import io.entrepot.spi.format.FormatDescriptor;
import io.entrepot.spi.format.RepositoryType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public final class ProxySettingsTest {

  private static final FormatDescriptor PLAIN = new FakeFormat("plain").descriptor();
  private static final String URL = "https://files.example.org/all";

  @Test
  public void shouldFillInWhatIsLeftOut() throws Exception {
    RepositorySettings settings = check(Map.of("proxy", Map.of("remoteUrl", URL)));

    assertThat(settings.text("proxy.remoteUrl")).contains(URL);
    assertThat(settings.number("proxy.contentMaxAge")).hasValue(1440);
    assertThat(settings.number("proxy.metadataMaxAge")).hasValue(1440);
    assertThat(settings.flag("negativeCache.enabled")).isTrue();
    assertThat(settings.number("negativeCache.timeToLive")).hasValue(1440);
    assertThat(settings.flag("httpClient.blocked")).isFalse();
    assertThat(settings.flag("httpClient.autoBlock")).isTrue();
  }

  @Test
  public void shouldTakeTheBodyOfNexus() throws Exception {
    Map<String, Object> client = new HashMap<>();
    client.put("blocked", false);
    client.put("autoBlock", true);
    client.put(
        "connection",
        Map.of("retries", 0, "timeout", 60, "enableCookies", false, "useTrustStore", false));
    client.put(
        "authentication",
        Map.of("type", "username", "username", "me", "password", "p@ss", "preemptive", true));
    RepositorySettings settings =
        check(
            Map.of(
                "proxy",
                Map.of("remoteUrl", URL, "contentMaxAge", -1, "metadataMaxAge", 10),
                "httpClient",
                client));

    assertThat(settings.number("httpClient.connection.timeout")).hasValue(60);
    assertThat(settings.text("httpClient.authentication.password")).contains("p@ss");
    client.put("authentication", null);
    client.put("connection", null);
    check(Map.of("proxy", Map.of("remoteUrl", URL), "httpClient", client));
  }

  @Test
  public void shouldKeepLinesOfCertificates() {
    refused(
        "httpClient.connection.trustedCertificates",
        "httpClient",
        Map.of(
            "connection",
            Map.of("trustedCertificates", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END X-----\n")),
        "cannot be parsed");
    refused(
        "httpClient.connection.clientCertificate",
        "httpClient",
        Map.of("connection", Map.of("clientCertificate", "canary")),
        "no PEM certificate");
  }

  @Test
  public void shouldNotPretendToTrustWhatIsNotThere() throws Exception {
    refused(
        "httpClient.connection.useTrustStore",
        "httpClient",
        Map.of("connection", Map.of("useTrustStore", true)),
        "'true' needs certificates to trust: they stand in"
            + " httpClient.connection.trustedCertificates");
    String authority = new TestPki().root.certificatesPem();
    refused(
        "httpClient.connection.useTrustStore",
        "httpClient",
        Map.of("connection", Map.of("useTrustStore", false, "trustedCertificates", authority)),
        "'false' contradicts httpClient.connection.trustedCertificates");
    check(
        Map.of(
            "proxy",
            Map.of("remoteUrl", URL),
            "httpClient",
            Map.of("connection", Map.of("useTrustStore", true, "trustedCertificates", authority))));
  }

  @Test
  public void shouldNameWhatIsWrong() {
    assertThatThrownBy(() -> check(Map.of())).hasMessage("proxy.remoteUrl is missing");
    for (String url :
        List.of(
            "ftp://files.example.org",
            "files.example.org",
            "https://",
            "https://a b",
            "https://files.example.org/?x=1",
            "https://files.example.org/#x",
            "http://2130706433/",
            "https://files_example/")) {
      refused("proxy.remoteUrl", "proxy", Map.of("remoteUrl", url), "is not of the form");
    }
    refused("proxy.contentMaxAge", "proxy", ages("contentMaxAge", -2), "'-2' is not between -1");
    refused("proxy.metadataMaxAge", "proxy", ages("metadataMaxAge", 1L << 40), "is not between");
    refused("proxy.cacheSizeLimit", "proxy", ages("cacheSizeLimit", 999_999), "is not between");
    refusedConnection("retries", 11, "'11' is not between 0 and 10");
    refusedConnection("timeout", 0, "'0' is not between 1 and 3600");
    refusedUser(Map.of("username", "me"), "type", "is missing");
    refusedUser(Map.of("type", "username"), "username", "is missing");
    refusedUser(Map.of("type", "username", "username", "a:b"), "username", "colon");
    refusedUser(Map.of("type", "ntlm", "username", "me"), "type", "one of username, bearertoken");
    refusedUser(Map.of("type", "bearerToken"), "bearerToken", "is missing");
    refusedUser(
        Map.of("realmHosts", List.of("http://x")), "realmHosts", "'http://x' is not a host");
  }

  @Test
  public void shouldNotTellSecretsOnThatItRefuses() {
    for (String secret : List.of("canary\n", "canary".repeat(1000))) {
      assertThatThrownBy(
              () ->
                  check(
                      Map.of(
                          "proxy",
                          Map.of("remoteUrl", URL),
                          "httpClient",
                          Map.of("authentication", Map.of("password", secret)))))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("httpClient.authentication.password: the value")
          .message()
          .doesNotContain("canary");
    }
    assertThatThrownBy(
            () -> check(Map.of("proxy", Map.of("remoteUrl", "https://me:canary@example.org/"))))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("proxy.remoteUrl")
        .message()
        .doesNotContain("canary");
  }

  @Test
  public void shouldTakeNoSealedFormFromOutside() {
    refusedUser(
        Map.of("type", "username", "username", "me", "password", Map.of("sealed", "1:AAAA")),
        "password",
        "is not a text");
  }

  @Test
  public void shouldShowSecretsNowhere() throws Exception {
    Map<String, Object> document =
        check(
                Map.of(
                    "proxy",
                    Map.of("remoteUrl", URL),
                    "httpClient",
                    Map.of(
                        "authentication",
                        Map.of("type", "username", "username", "me", "password", "canary"))))
            .document();

    assertThat(document.toString()).contains("me").doesNotContain("canary");
    assertThat(Secret.is(new Secret("canary"))).isTrue();
  }

  private static Map<String, Object> ages(String name, long minutes) {
    return Map.of("remoteUrl", URL, name, minutes);
  }

  private static void refusedConnection(String name, long value, String message) {
    refused(
        "httpClient.connection." + name,
        "httpClient",
        Map.of("connection", Map.of(name, value)),
        message);
  }

  private static void refusedUser(Map<String, Object> user, String field, String message) {
    refused(
        "httpClient.authentication." + field,
        "httpClient",
        Map.of("authentication", user),
        message);
  }

  private static void refused(
      String field, String group, Map<String, Object> values, String message) {
    Map<String, Object> document = new HashMap<>(Map.of("proxy", Map.of("remoteUrl", URL)));
    document.put(group, values);
    assertThatThrownBy(() -> check(document))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refusal -> {
              assertThat(refusal.field()).isEqualTo(field);
              assertThat(refusal).hasMessageContaining(field).hasMessageContaining(message);
            });
  }

  private static RepositorySettings check(Map<String, Object> given) throws RefusedException {
    return new RepositorySettings(SettingsCheck.check(PLAIN, RepositoryType.PROXY, given));
  }
}
