package io.entrepot.format.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.Test;

public final class ImageNameTest {

  @Test
  public void shouldFollowTheGrammar() {
    for (String name :
        List.of("a", "0", "a/b/c", "a.b", "a_b", "a__b", "a-b", "a---b", "x".repeat(255))) {
      assertThat(ImageName.wellFormed(name)).as(name).isTrue();
    }
    for (String name :
        List.of(
            "",
            "A",
            "a/",
            "/a",
            "a//b",
            "a..b",
            "a___b",
            "-a",
            "a-",
            "a._b",
            "a b",
            "ä",
            "a:b",
            "a@b",
            "..",
            "a/../b",
            "_a",
            "x".repeat(256))) {
      assertThat(ImageName.wellFormed(name)).as(name).isFalse();
    }
    assertThatThrownBy(() -> new ImageName("No\nName")).hasMessageContaining("No?Name");
  }

  @Test
  public void shouldNotTakeLongOverNamesThatAreMadeToBeSlow() {
    String slow = "a_".repeat(127);
    long start = System.nanoTime();
    assertThat(ImageName.wellFormed(slow)).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  public void shouldKnowTags() {
    for (String tag : List.of("a", "_", "1.0", "A-b_c.d", "x".repeat(128))) {
      assertThat(Tag.wellFormed(tag)).as(tag).isTrue();
    }
    for (String tag : List.of("", ".a", "-a", "a/b", "a b", "a:b", "x".repeat(129))) {
      assertThat(Tag.wellFormed(tag)).as(tag).isFalse();
    }
  }
}
