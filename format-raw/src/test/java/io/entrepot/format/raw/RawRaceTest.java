package io.entrepot.format.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.PreconditionFailedException;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.format.WritePolicy;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.security.Action;
import io.entrepot.testkit.TestBytes;
import io.entrepot.testkit.TestContext;
import io.entrepot.testkit.TestRequest;
import io.entrepot.testkit.TestSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.Test;

/** What changed between the first look at a path and the last byte of the body. */
public class RawRaceTest {

  private final RawFormat format = new RawFormat();
  private final TestContext context = TestContext.hosted(format);

  @Test
  public void shouldNotReplaceWhatCameMeanwhileUnderAllowOnce() throws IOException {
    Repository once =
        format.create(
            context.with(
                TestSettings.of(format, RepositoryType.HOSTED).with(WritePolicy.ALLOW_ONCE)));
    Response.Receive late = receive(once, TestRequest.put("a", "late"));
    TestBytes.put(context.content(), "a", "early");

    assertThatThrownBy(() -> finish(late))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().code()).isEqualTo("WRITE_ONCE"));

    assertThat(content("a")).isEqualTo("early");
  }

  @Test
  public void shouldNotReplaceWhatCameMeanwhileWithoutTheRight() throws IOException {
    TestRequest adding =
        TestRequest.put("a", "late").allowing(right -> right.action() == Action.ADD);
    Response.Receive late = receive(format.create(context), adding);
    TestBytes.put(context.content(), "a", "early");

    assertThatThrownBy(() -> finish(late))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(403));

    assertThat(content("a")).isEqualTo("early");
  }

  @Test
  public void shouldNotAddWhatWentMeanwhileWithoutTheRight() throws IOException {
    TestBytes.put(context.content(), "a", "first");
    TestRequest editing =
        TestRequest.put("a", "late").allowing(right -> right.action() == Action.EDIT);
    Repository files = format.create(context);
    Response.Receive late = receive(files, editing);
    files.handle(TestRequest.delete("a"));

    assertThatThrownBy(() -> finish(late))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(403));

    assertThat(context.content().find(AssetPath.of("a"))).isEmpty();
  }

  @Test
  public void shouldHoldTheClientsPreconditionInTheEnd() throws IOException {
    Response.Receive late =
        receive(format.create(context), TestRequest.put("a", "late").header("If-None-Match", "*"));
    TestBytes.put(context.content(), "a", "early");

    assertThatThrownBy(() -> finish(late)).isInstanceOf(PreconditionFailedException.class);

    assertThat(content("a")).isEqualTo("early");
  }

  @Test
  public void shouldLetTheLastWinWhereAnythingGoes() throws IOException {
    Response.Receive late = receive(format.create(context), TestRequest.put("a", "late"));
    TestBytes.put(context.content(), "a", "early");

    finish(late);

    assertThat(content("a")).isEqualTo("late");
  }

  private static Response.Receive receive(Repository repository, TestRequest request)
      throws IOException {
    return (Response.Receive) repository.handle(request);
  }

  private static void finish(Response.Receive receive) throws IOException {
    receive.into().write(ByteBuffer.wrap("late".getBytes(UTF_8)));
    receive.then().apply(receive.into());
  }

  private String content(String path) throws IOException {
    var blob = context.content().find(AssetPath.of(path)).orElseThrow().blob();
    return new String(context.content().read(blob, 100), UTF_8);
  }
}
