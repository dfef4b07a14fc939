package io.entrepot.engine.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.Test;

public final class VersionTest {

  @Test
  public void shouldOrderAsPeopleMeanIt() {
    ordered("1.9", "1.10", "1.10.1", "2");
    ordered("1.0-dev", "1.0-alpha", "1.0-alpha.2", "1.0-beta", "1.0-M1", "1.0-pre1");
    ordered("1.0-pre1", "1.0-rc1", "1.0-rc.2", "1.0-rc10", "1.0-SNAPSHOT", "1.0", "1.0.1");
    ordered("1.0-SNAPSHOT", "1.0-20260501.120000-2", "1.0-20260501.120000-10", "1.0");
    ordered("1.0a1", "1.0b2", "1.0", "1.0-alpine", "1.0-jre", "1.1");
    ordered("v1.2.0", "1.2.1", "v1.2.2");
    ordered("1.1.1", "1.1.1a", "1.1.1b", "1.1.2");
    ordered("20260430", "20260501", "100000000000000000000");
    ordered("latest", "1");
  }

  @Test
  public void shouldTakeFinalWordsAndZerosForNothing() {
    assertThat(Version.of("1.0").compareTo(Version.of("1.0"))).isZero();
    assertThat(Version.of("1.0.0.Final").compareTo(Version.of("1.0.1"))).isNegative();
    assertThat(Version.of("1.0.0.Final").compareTo(Version.of("1.0-rc1"))).isPositive();
    assertThat(Version.of("").compareTo(Version.of("0.1"))).isNegative();
  }

  @Test
  public void shouldKnowPreReleases() {
    for (String version :
        List.of(
            "1.0-SNAPSHOT",
            "1.0.0-rc.1",
            "2.0-alpha",
            "2.0.0-beta2",
            "1.0a1",
            "v1.0b2",
            "5.0.M3",
            "1.0-20260501.120000-3",
            "1.0-nightly",
            "1.0.CR1",
            "3.0-preview")) {
      assertThat(Version.of(version).prerelease()).as(version).isTrue();
    }
    for (String version :
        List.of(
            "1.0",
            "1.0-alpine",
            "8-jre",
            "1.0.Final",
            "1.1.1b",
            "2026.05.01",
            "latest",
            "",
            "1.0-3b2f",
            "1.0-1",
            "bookworm")) {
      assertThat(Version.of(version).prerelease()).as(version).isFalse();
    }
  }

  private static void ordered(String... versions) {
    List<String> expected = List.of(versions);
    List<String> shuffled = new ArrayList<>(expected);
    Collections.shuffle(shuffled, new Random(7));
    shuffled.sort((one, other) -> Version.of(one).compareTo(Version.of(other)));
    assertThat(shuffled).isEqualTo(expected);
  }
}
