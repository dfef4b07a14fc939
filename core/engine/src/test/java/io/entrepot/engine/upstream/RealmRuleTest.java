package io.entrepot.engine.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Set;
import org.junit.Test;

/** Which token realms may see an upstream's credentials. */
public final class RealmRuleTest {

  @Test
  public void shouldTrustItsOwnHost() {
    trusted("https://files.example.io", "https://files.example.io");
    trusted("https://files.example.io", "https://files.example.io:8443");
    trusted("http://10.0.0.1:5000", "http://10.0.0.1:5001");
    trusted("http://10.0.0.1:5000", "https://10.0.0.1");
  }

  @Test
  public void shouldTrustTheSameRegisteredName() {
    trusted("https://files.example.io", "https://auth.example.io");
    trusted("https://files.example.io", "https://example.io");
    trusted("https://example.io", "https://auth.example.io");
    trusted("https://a.b.example.co.uk", "https://auth.example.co.uk");
    trusted("https://files.example.io.", "https://auth.example.io");
  }

  @Test
  public void shouldNeverTrustAPublicSuffixAlone() {
    refused("https://files.example.io", "https://auth.evil.io");
    refused("https://example.co.uk", "https://evil.co.uk");
    refused("https://example.com.au", "https://evil.com.au");
    refused("https://me.azurecr.io", "https://evil.azurecr.io");
    refused("https://me.github.io", "https://evil.github.io");
    refused("https://a.s3.amazonaws.com", "https://evil.s3.amazonaws.com");
    refused(
        "https://1.dkr.ecr.eu-west-1.amazonaws.com", "https://2.dkr.ecr.eu-west-1.amazonaws.com");
    refused("https://registry", "https://evil");
    refused("https://registry.local", "https://evil");
    refused("https://example.io", "https://example.io.evil.net");
    refused("https://example.io", "https://evilexample.io");
  }

  @Test
  public void shouldNotTakeAddressesForNames() {
    refused("https://10.0.0.1", "https://11.0.0.1");
    refused("https://192.168.0.1", "https://192.169.0.1");
    refused("https://[fd00::1]", "https://[fd00::2]");
  }

  @Test
  public void shouldNotTrustWithoutTls() {
    refused("https://files.example.io", "http://files.example.io");
    refused("https://files.example.io", "http://auth.example.io");
    refused("http://files.example.io", "http://auth.example.io");
    trusted("http://files.example.io", "https://auth.example.io");
  }

  @Test
  public void shouldTrustWhomTheSettingsName() {
    Set<String> named = Set.of("auth.other.net");
    assertThat(trusts("https://files.example.io", "https://auth.other.net", named)).isTrue();
    assertThat(trusts("https://files.example.io", "http://auth.other.net", named)).isFalse();
    assertThat(trusts("http://files.example.io", "http://auth.other.net", named)).isTrue();
    assertThat(trusts("https://files.example.io", "https://x.auth.other.net", named)).isFalse();
  }

  private static void trusted(String upstream, String realm) {
    assertThat(trusts(upstream, realm, Set.of())).as(upstream + " " + realm).isTrue();
  }

  private static void refused(String upstream, String realm) {
    assertThat(trusts(upstream, realm, Set.of())).as(upstream + " " + realm).isFalse();
  }

  private static boolean trusts(String upstream, String realm, Set<String> named) {
    return RealmRule.trusts(site(upstream), site(realm), named);
  }

  private static Site site(String url) {
    return Site.of(URI.create(url)).orElseThrow();
  }
}
