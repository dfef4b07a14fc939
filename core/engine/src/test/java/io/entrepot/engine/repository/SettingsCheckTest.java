package io.entrepot.engine.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.spi.format.FormatDescriptor;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.format.WritePolicy;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public final class SettingsCheckTest {

  private static final FormatDescriptor PLAIN = new FakeFormat("plain").descriptor();

  @Test
  public void shouldFillInDefaults() throws Exception {
    RepositorySettings settings = check(Map.of());

    assertThat(settings.text("storage.blobStoreName")).contains("default");
    assertThat(settings.flag("storage.strictContentTypeValidation")).isFalse();
    assertThat(settings.writePolicy()).isEqualTo(WritePolicy.ALLOW);
    assertThat(settings.flag("plain.flag")).isTrue();
    assertThat(settings.number("plain.number")).hasValue(7);
    assertThat(settings.text("plain.text")).isEmpty();
    assertThat(settings.text("plain.choice")).contains("INLINE");
    assertThat(settings.number("connector.httpPort")).isEmpty();
  }

  @Test
  public void shouldTakeWhatIsGiven() throws Exception {
    RepositorySettings settings =
        check(
            Map.of(
                "storage",
                Map.of("writePolicy", "ALLOW_ONCE", "strictContentTypeValidation", true),
                "plain",
                Map.of("flag", false, "number", 12, "text", "x", "choice", "attachment"),
                "cleanup",
                Map.of("policyNames", List.of("weekly")),
                "component",
                Map.of("proprietaryComponents", true)));

    assertThat(settings.writePolicy()).isEqualTo(WritePolicy.ALLOW_ONCE);
    assertThat(settings.text("storage.writePolicy")).contains("ALLOW_ONCE");
    assertThat(settings.flag("plain.flag")).isFalse();
    assertThat(settings.number("plain.number")).hasValue(12);
    assertThat(settings.text("plain.choice")).contains("ATTACHMENT");
    assertThat(settings.document())
        .containsEntry("cleanup", Map.of("policyNames", List.of("weekly")))
        .containsEntry("component", Map.of("proprietaryComponents", true));
  }

  @Test
  public void shouldTakeNumbersAndFlagsThatAreWrittenAsTexts() throws Exception {
    RepositorySettings settings = check(Map.of("plain", Map.of("flag", "False", "number", "12")));

    assertThat(settings.flag("plain.flag")).isFalse();
    assertThat(settings.number("plain.number")).hasValue(12);
  }

  @Test
  public void shouldLeaveOutWhatNobodyAsksFor() throws Exception {
    assertThat(check(Map.of("plain", Map.of("more", 1), "admin", true)).document())
        .doesNotContainKey("admin")
        .extractingByKey("plain")
        .asString()
        .doesNotContain("more");
  }

  @Test
  public void shouldNameTheFieldAndItsValue() {
    refused("plain.flag", Map.of("plain", Map.of("flag", "maybe")), "'maybe' is neither true nor");
    refused("plain.number", Map.of("plain", Map.of("number", 1.5)), "'1.5' is not a whole number");
    refused("plain.number", Map.of("plain", Map.of("number", true)), "'true' is not a whole");
    refused("plain.text", Map.of("plain", Map.of("text", List.of())), "'[]' is not a text");
    refused("plain.text", Map.of("plain", Map.of("text", "a\nb")), "'a?b' has a control character");
    refused("plain.choice", Map.of("plain", Map.of("choice", "x")), "one of inline, attachment");
    refused(
        "storage.writePolicy",
        Map.of("storage", Map.of("writePolicy", "often")),
        "'often' is not one of allow, allow_once, deny");
    refused("storage", Map.of("storage", "fast"), "'fast' is not a group of settings");
    refused(
        "cleanup.policyNames",
        Map.of("cleanup", Map.of("policyNames", List.of(1))),
        "is not a list");
  }

  private static RepositorySettings check(Map<String, Object> given) throws RefusedException {
    return new RepositorySettings(SettingsCheck.check(PLAIN, RepositoryType.HOSTED, given));
  }

  private static void refused(String field, Map<String, Object> given, String message) {
    assertThatThrownBy(() -> check(given))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(RefusedException.Kind.INVALID);
              assertThat(refusal.field()).isEqualTo(field);
            })
        .hasMessageContaining(message);
  }
}
