package io.entrepot.engine.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;

public final class WildcardTest {

  @Test
  public void shouldMatchAsWritten() {
    assertThat(matches("abc", "abc")).isTrue();
    assertThat(matches("abc", "abcd")).isFalse();
    assertThat(matches("a*", "a")).isTrue();
    assertThat(matches("a*c*e", "abcde")).isTrue();
    assertThat(matches("a*c*e", "abcdef")).isFalse();
    assertThat(matches("*", "")).isTrue();
    assertThat(matches("?", "")).isFalse();
    assertThat(matches("?b?", "abc")).isTrue();
    assertThat(matches("*b", "aab")).isTrue();
    assertThat(matches("a.c", "abc")).as("no regular expression").isFalse();
  }

  @Test
  public void shouldNotTakeForeverForManyStars() {
    assertThat(matches("*a".repeat(2_000) + "b", "a".repeat(4_000))).isFalse();
  }

  @Test
  public void shouldSayWhatIsInAllThatMatch() {
    assertThat(new Wildcard("ab*cd?e").prefix()).isEqualTo("ab");
    assertThat(new Wildcard("ab*cd?e").fragments()).containsExactly("ab", "cd", "e");
    assertThat(new Wildcard("ab*cd?e").exact()).isFalse();
    assertThat(new Wildcard("ab").exact()).isTrue();
    assertThat(new Wildcard("*").fragments()).isEmpty();
  }

  private static boolean matches(String pattern, String value) {
    return new Wildcard(pattern).matches(value);
  }
}
