package io.entrepot.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.Precondition;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.http.Body;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.security.Credentials;
import io.entrepot.spi.security.Subject;
import io.entrepot.testkit.echo.EchoFormat;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

public class RepositoryDriverTest {

  private final TestContext context = TestContext.hosted(new EchoFormat());
  private final MemoryContentStore content = (MemoryContentStore) context.content();

  @Test
  public void shouldMoveTheBodyIntoTheUpload() {
    RepositoryDriver driver =
        driving(
            request ->
                new Response.Receive(
                    content.upload(UploadHint.none()),
                    false,
                    upload -> Response.Reply.json(202, Long.toString(upload.size()))));

    TestReply reply = driver.send(TestRequest.put("a", "thirteen long"));

    assertThat(reply.text()).isEqualTo("13");
    assertThat(reply.header("content-length")).isEqualTo("2");
  }

  @Test
  public void shouldKeepOrCancelTheSessionThatBreaksOff() throws IOException {
    for (boolean keep : new boolean[] {true, false}) {
      var upload = content.upload(UploadHint.none());
      driving(
              request ->
                  new Response.Receive(
                      upload,
                      keep,
                      done -> {
                        throw new AssertionError("it never came whole");
                      }))
          .breakOff(TestRequest.put("a", "thirteen long"), 9);

      var resumed = content.upload(upload.id());
      assertThat(resumed.map(session -> session.size()))
          .isEqualTo(keep ? Optional.of(9L) : Optional.empty());
    }
  }

  @Test
  public void shouldCollectNoMoreThanTheLimit() {
    RepositoryDriver driver =
        driving(
            request ->
                new Response.Collect(
                    5, bytes -> new Response.Reply(200, Headers.none(), new Body.Bytes(bytes))));

    assertThat(driver.send(TestRequest.put("a", "12345")).text()).isEqualTo("12345");
    assertThat(driver.send(TestRequest.put("a", "123456")).status()).isEqualTo(413);
  }

  @Test
  public void shouldSendWhatIsStoredOrGenerated() throws IOException {
    var asset = TestBytes.put(content, "a", "stored");
    RepositoryDriver stored = driving(request -> Response.Reply.of(asset));
    RepositoryDriver generated =
        driving(
            request ->
                new Response.Reply(
                    200,
                    Headers.none(),
                    new Body.Generated(out -> out.write("generated".getBytes(UTF_8)))));

    assertThat(stored.send(TestRequest.get("a")).text()).isEqualTo("stored");
    assertThat(stored.send(TestRequest.head("a")).header("Content-Length")).isEqualTo("6");
    assertThat(generated.send(TestRequest.get("a")).text()).isEqualTo("generated");
    assertThat(generated.send(TestRequest.get("a")).headers().first("Content-Length")).isEmpty();
  }

  @Test
  public void shouldAnswerFailuresOfStorage() {
    RepositoryDriver driver =
        driving(
            request -> {
              throw new IOException("the disk is on fire");
            });

    assertThat(driver.send(TestRequest.get("a")).status()).isEqualTo(500);
  }

  @Test
  public void shouldLetFaultsOfTheFormatOut() {
    RepositoryDriver driver =
        driving(
            request -> {
              throw new IllegalStateException("a fault");
            });

    assertThatThrownBy(() -> driver.send(TestRequest.get("a"))).hasMessage("a fault");
  }

  @Test
  public void shouldReadPreconditionsFromHeaders() {
    TestRequest put = TestRequest.put("a", "x");

    assertThat(put.precondition()).isEqualTo(Precondition.NONE);
    assertThat(put.header("If-None-Match", "*").precondition()).isEqualTo(Precondition.ABSENT);
    assertThat(put.header("If-Match", "*").precondition()).isEqualTo(Precondition.PRESENT);
    assertThat(put.header("If-Match", "\"a\", \"b\"").precondition())
        .isEqualTo(Precondition.matches(Set.of("\"a\"", "\"b\"")));
  }

  @Test
  public void shouldLocatePathsEncoded() {
    TestRequest request = TestRequest.get("a");

    assertThat(request.locate("a b/ü%.txt")).isEqualTo("/repository/files/a%20b/%C3%BC%25.txt");
    assertThat(request.under("/").locate("v2/")).isEqualTo("/v2/");
  }

  @Test
  public void shouldChangeHandsByCredentials() throws IOException {
    Subject bob = new Subject("bob", Optional.of("test"));
    Credentials right = new Credentials.Basic("bob", "s3cret");
    TestRequest request = TestRequest.get("a").knowing(right, bob, permission -> true).asNobody();

    assertThat(request.as(right).subject()).isEqualTo(bob);
    assertThatThrownBy(() -> request.as(new Credentials.Basic("bob", "wrong")))
        .hasMessageContaining("wrong user name or password");
  }

  private RepositoryDriver driving(Repository repository) {
    return new RepositoryDriver(repository, context, Optional.empty());
  }
}
