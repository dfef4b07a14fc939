package io.entrepot.format.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entrepot.spi.http.Body;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.Response;
import io.entrepot.testkit.TestRequest;
import java.io.IOException;
import java.util.Map;
import org.junit.Test;

public final class DockerErrorFormTest {

  @Test
  public void shouldUseTheSpecificationsCodes() throws IOException {
    Map<Integer, String> codes =
        Map.of(
            401, "UNAUTHORIZED",
            403, "DENIED",
            404, "NAME_UNKNOWN",
            405, "UNSUPPORTED",
            413, "SIZE_INVALID",
            429, "TOOMANYREQUESTS",
            500, "UNKNOWN",
            503, "UNAVAILABLE");
    for (Map.Entry<Integer, String> code : codes.entrySet()) {
      JsonNode error = render(new Problem(code.getKey(), "ENGINE_WORD", "the \"reason\""));
      assertThat(error.path("code").asText()).isEqualTo(code.getValue());
      assertThat(error.path("message").asText()).isEqualTo("the \"reason\"");
    }
  }

  @Test
  public void shouldKeepItsOwnCodesWhateverTheStatus() throws IOException {
    for (DockerError error : DockerError.values()) {
      JsonNode entry = render(new Problem(418, error.name(), ""));
      assertThat(entry.path("code").asText()).isEqualTo(error.name());
      assertThat(entry.path("message").asText()).isEqualTo(error.message());
    }
  }

  @Test
  public void shouldSayWhenToComeAgain() {
    Response.Reply reply =
        new DockerErrorForm()
            .render(TestRequest.get("v2/a/tags/list"), new Problem(429, "X", "slow down"));
    assertThat(reply.headers().first("Retry-After")).isPresent();
  }

  private static JsonNode render(Problem problem) throws IOException {
    Response.Reply reply = new DockerErrorForm().render(TestRequest.get("v2/a/tags/list"), problem);
    assertThat(reply.status()).isEqualTo(problem.status());
    assertThat(reply.headers().first("Content-Type")).contains("application/json");
    return Json.read(((Body.Bytes) reply.body()).value()).path("errors").path(0);
  }
}
