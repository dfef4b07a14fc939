package io.entrepot.format.raw;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.http.Problem;
import io.entrepot.testkit.RepositoryDriver;
import io.entrepot.testkit.TestContext;
import io.entrepot.testkit.TestReply;
import io.entrepot.testkit.TestRequest;
import io.entrepot.testkit.TestSettings;
import org.junit.Test;

public class RawContentTypeTest {

  private final RawFormat format = new RawFormat();
  private final TestContext context = TestContext.hosted(format);
  private final TestSettings defaults = TestSettings.of(format, RepositoryType.HOSTED);
  private final RepositoryDriver files = RepositoryDriver.of(format, context);
  private final RepositoryDriver strict =
      RepositoryDriver.of(
          format, context.with(defaults.with("storage.strictContentTypeValidation", "true")));

  @Test
  public void shouldKeepTheTypeThatTheClientSays() {
    assertThat(typeOf("a.txt", "application/vnd.example+json; charset=utf-8"))
        .isEqualTo("application/vnd.example+json; charset=utf-8");
  }

  @Test
  public void shouldTellTheTypeFromTheName() {
    assertThat(typeOf("a.JSON", "")).isEqualTo("application/json");
    assertThat(typeOf("a.tar.gz", "")).isEqualTo("application/gzip");
    assertThat(typeOf("lib-1.2.jar", "")).isEqualTo("application/java-archive");
    assertThat(typeOf("lib-1.2.unknown", "")).isEqualTo("application/octet-stream");
    assertThat(typeOf("README", "")).isEqualTo("application/octet-stream");
  }

  @Test
  public void shouldTellTheTypeFromTheNameIfTheClientSaysNothing() {
    assertThat(typeOf("a.png", "application/octet-stream")).isEqualTo("image/png");
    assertThat(typeOf("a.png", "application/x-www-form-urlencoded")).isEqualTo("image/png");
  }

  @Test
  public void shouldRefuseATypeThatIsNone() {
    for (String type : new String[] {"text", "text/", "a b/c", "text/html\u00fc", "/"}) {
      TestReply reply = files.send(TestRequest.put("a", "x").header("Content-Type", type));
      assertThat(reply.status()).as(type).isEqualTo(400);
      assertThat(reply.problem().map(Problem::message).orElse(""))
          .isEqualTo("Content-Type '" + type + "' is no media type");
    }
  }

  @Test
  public void shouldRefuseAnotherTypeThanTheNamesIfStrict() {
    TestReply reply =
        strict.send(TestRequest.put("a.png", "x").header("Content-Type", "text/html"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.problem().map(Problem::message).orElse(""))
        .isEqualTo(
            "Content-Type 'text/html' does not go with the name 'a.png', which is of type"
                + " 'image/png' (strict content type validation)");
    assertThat(strict.send(TestRequest.get("a.png")).status()).isEqualTo(404);
    assertThat(typeOf("a.png", "text/html")).isEqualTo("text/html");
  }

  @Test
  public void shouldTakeOtherNamesOfATypeIfStrict() {
    String[][] alike = {
      {"a.xml", "text/xml"},
      {"a.gz", "application/x-gzip"},
      {"a.json", "text/plain; charset=utf-8"},
      {"a.svg", "text/plain"},
      {"a.html", "TEXT/HTML"},
      {"a.unknown", "text/html"},
      {"a.png", "application/octet-stream"}
    };
    for (String[] pair : alike) {
      TestRequest put = TestRequest.put(pair[0], "x").header("Content-Type", pair[1]);
      assertThat(strict.send(put).status()).as(String.join(" ", pair)).isEqualTo(201);
    }
  }

  @Test
  public void shouldHaveBrowsersSaveFiles() {
    files.send(TestRequest.put("docs/page.html", "<p>"));

    TestReply reply = files.send(TestRequest.get("docs/page.html"));

    assertThat(reply.header("Content-Disposition")).isEqualTo("attachment; filename=\"page.html\"");
    assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  public void shouldHaveBrowsersShowFilesInline() {
    RepositoryDriver inline =
        RepositoryDriver.of(
            format, context.with(defaults.with("raw.contentDisposition", "inline")));
    inline.send(TestRequest.put("docs/page.html", "<p>"));

    TestReply reply = inline.send(TestRequest.get("docs/page.html"));

    assertThat(reply.header("Content-Disposition")).isEqualTo("inline; filename=\"page.html\"");
    assertThat(reply.header("Content-Security-Policy")).isEqualTo("sandbox allow-scripts");
    assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  public void shouldNameFilesBeyondAscii() {
    assertThat(dispositionOf("Grüße \uD83D\uDE00.txt"))
        .isEqualTo(
            "attachment; filename=\"Gr__e _.txt\";"
                + " filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%F0%9F%98%80.txt");
    assertThat(dispositionOf("a\"b.txt"))
        .isEqualTo("attachment; filename=\"a_b.txt\"; filename*=UTF-8''a%22b.txt");
    assertThat(dispositionOf("100%.txt"))
        .isEqualTo("attachment; filename=\"100_.txt\"; filename*=UTF-8''100%25.txt");
    assertThat(dispositionOf("two words.txt")).isEqualTo("attachment; filename=\"two words.txt\"");
  }

  private String dispositionOf(String name) {
    files.send(TestRequest.put(name, "x"));
    return files.send(TestRequest.get(name)).header("Content-Disposition");
  }

  private String typeOf(String name, String declared) {
    TestRequest put = TestRequest.put(name, "x");
    files.send(declared.isEmpty() ? put : put.header("Content-Type", declared));
    return files.send(TestRequest.get(name)).header("Content-Type");
  }
}
