package io.entrepot.engine.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import org.junit.Test;

public final class VersionKeyTest {

  @Test
  public void shouldOrderNumbersAsNumbers() {
    List<String> sorted =
        List.of("1.10", "1.9", "2", "1", "1.0.0", "latest", "").stream()
            .sorted(Comparator.comparing(VersionKey::of))
            .toList();
    assertThat(sorted).containsExactly("", "1", "1.0.0", "1.9", "1.10", "2", "latest");
  }

  @Test
  public void shouldNotMindLeadingZerosNorLongNumbers() {
    assertThat(VersionKey.of("1.007")).isEqualTo(VersionKey.of("1.7"));
    assertThat(VersionKey.of("0")).isEqualTo("000000000");
    assertThat(VersionKey.of("20261122063000")).isEqualTo("20261122063000");
    assertThat(VersionKey.of("a0b")).isEqualTo("a000000000b");
  }
}
