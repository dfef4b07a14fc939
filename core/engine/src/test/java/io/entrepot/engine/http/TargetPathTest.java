package io.entrepot.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.spi.http.ProblemException;
import java.util.List;
import org.junit.Test;

public final class TargetPathTest {

  @Test
  public void shouldDecodeOnce() throws Exception {
    assertThat(TargetPath.decode("/a/b%20c+d/")).isEqualTo("/a/b c+d/");
    assertThat(TargetPath.decode("/%C3%A4/ä/%F0%9F%90%B3/🐳")).isEqualTo("/ä/ä/🐳/🐳");
    assertThat(TargetPath.decode("/%252e%252e/%2525")).isEqualTo("/%2e%2e/%25");
    assertThat(TargetPath.decode("/a%3Bb/...")).isEqualTo("/a;b/...");
    assertThat(TargetPath.decode("/")).isEqualTo("/");
  }

  @Test
  public void shouldRefuseWhatCanBeReadInTwoWays() {
    for (String raw : Paths.AMBIGUOUS) {
      assertThatThrownBy(() -> TargetPath.decode(raw))
          .as(raw)
          .isInstanceOf(ProblemException.class)
          .satisfies(e -> assertThat(((ProblemException) e).problem().status()).isEqualTo(400));
    }
  }

  @Test
  public void shouldEncodeSoThatDecodingGivesTheSame() throws Exception {
    for (String path : List.of("/a b/ä;ö", "/%41", "/?#[]", "/x:y@z+=,", "/<\"'&>", "/🐳")) {
      String encoded = TargetPath.encode(path);
      assertThat(encoded).matches("[A-Za-z0-9/%._~:@!$&'()*+,=-]+");
      assertThat(TargetPath.decode(encoded)).isEqualTo(path);
    }
  }

  @Test
  public void shouldShowNoControlCharacters() {
    assertThat(TargetPath.printable("a\r\nb\u001b[1m")).isEqualTo("a\\u000d\\u000ab\\u001b[1m");
  }
}
