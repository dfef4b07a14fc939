package io.entrepot.format.raw;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.format.WritePolicy;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.security.Action;
import io.entrepot.spi.security.Subject;
import io.entrepot.testkit.MemoryContentStore;
import io.entrepot.testkit.RepositoryDriver;
import io.entrepot.testkit.TestContext;
import io.entrepot.testkit.TestReply;
import io.entrepot.testkit.TestRequest;
import io.entrepot.testkit.TestSettings;
import java.io.IOException;
import java.util.Set;
import org.junit.Test;

public class RawHostedTest {

  private final RawFormat format = new RawFormat();
  private final TestContext context = TestContext.hosted(format);
  private final TestSettings defaults = TestSettings.of(format, RepositoryType.HOSTED);
  private final RepositoryDriver files = RepositoryDriver.of(format, context);

  @Test
  public void shouldGiveBackAFile() {
    TestReply put = files.send(TestRequest.put("docs/guide.txt", "hello"));

    TestReply got = files.send(TestRequest.get("docs/guide.txt"));

    assertThat(put.status()).isEqualTo(201);
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.text()).isEqualTo("hello");
    assertThat(got.header("Content-Type")).isEqualTo("text/plain");
    assertThat(got.header("ETag")).isNotEmpty().isEqualTo(put.header("ETag"));
    assertThat(got.header("Last-Modified")).isEqualTo("Fri, 1 May 2026 12:00:00 GMT");
  }

  @Test
  public void shouldReplaceAFile() {
    files.send(TestRequest.put("a", "first"));

    assertThat(files.send(TestRequest.put("a", "second")).status()).isEqualTo(201);

    assertThat(files.send(TestRequest.get("a")).text()).isEqualTo("second");
  }

  @Test
  public void shouldTakeABodyOfUnknownLength() {
    assertThat(files.send(TestRequest.put("a", "chunked").unannounced()).status()).isEqualTo(201);

    assertThat(files.send(TestRequest.get("a")).text()).isEqualTo("chunked");
  }

  @Test
  public void shouldMakeEachFileAComponent() throws IOException {
    files.send(TestRequest.put("docs/old/guide.txt", "hello"));
    files.send(TestRequest.put("top.txt", "hello"));

    assertThat(find("docs/old/guide.txt").component())
        .contains(new Component("/docs/old", "docs/old/guide.txt", ""));
    assertThat(find("top.txt").component()).contains(new Component("/", "top.txt", ""));
  }

  @Test
  public void shouldKeepNothingOfAnUploadThatBreaksOff() throws IOException {
    files.send(TestRequest.put("a", "first"));

    files.breakOff(TestRequest.put("a", "second, which never came whole"), 10);
    files.breakOff(TestRequest.put("b", "never came whole"), 10);

    assertThat(files.send(TestRequest.get("a")).text()).isEqualTo("first");
    assertThat(files.send(TestRequest.get("b")).status()).isEqualTo(404);
    assertThat(((MemoryContentStore) context.content()).blobs().unfinished()).isEmpty();
  }

  @Test
  public void shouldDeleteAFile() {
    files.send(TestRequest.put("docs/a", "1"));

    assertThat(files.send(TestRequest.delete("docs/a")).status()).isEqualTo(204);

    assertThat(files.send(TestRequest.get("docs/a")).status()).isEqualTo(404);
    assertThat(files.send(TestRequest.get("docs/")).status()).isEqualTo(404);
    assertThat(files.send(TestRequest.delete("docs/a")).status()).isEqualTo(404);
  }

  @Test
  public void shouldListFolders() {
    files.send(TestRequest.put("docs/guide.txt", "1"));
    files.send(TestRequest.put("docs/old/guide.txt", "1"));
    files.send(TestRequest.put("top.txt", "1"));

    assertThat(files.send(TestRequest.get("")).text()).isEqualTo("docs/\ntop.txt\n");
    assertThat(files.send(TestRequest.get("docs/")).text()).isEqualTo("guide.txt\nold/\n");
    assertThat(files.send(TestRequest.get("docs")).listing()).contains(AssetPath.of("docs"));
    assertThat(files.send(TestRequest.get("top.txt/")).status()).isEqualTo(404);
  }

  @Test
  public void shouldListTheRootEvenIfItIsEmpty() {
    assertThat(files.send(TestRequest.get("")).status()).isEqualTo(200);
  }

  @Test
  public void shouldListForThoseWhoMayBrowse() {
    files.send(TestRequest.put("docs/guide.txt", "hello"));
    Set<Action> reading = Set.of(Action.READ);
    Set<Action> browsing = Set.of(Action.BROWSE);

    assertThat(files.send(with(reading, TestRequest.get("docs/guide.txt"))).status())
        .isEqualTo(200);
    assertThat(files.send(with(reading, TestRequest.get("docs/"))).status()).isEqualTo(403);
    assertThat(files.send(with(reading, TestRequest.get("docs"))).status()).isEqualTo(404);
    assertThat(files.send(with(browsing, TestRequest.get("docs/"))).status()).isEqualTo(200);
    assertThat(files.send(with(browsing, TestRequest.get("docs/guide.txt"))).status())
        .isEqualTo(403);
  }

  @Test
  public void shouldKeepAFileAndAFolderOfOneName() {
    assertThat(files.send(TestRequest.put("a/b", "below")).status()).isEqualTo(201);
    assertThat(files.send(TestRequest.put("a", "file")).status()).isEqualTo(201);
    assertThat(files.send(TestRequest.put("a/c", "below too")).status()).isEqualTo(201);

    assertThat(files.send(TestRequest.get("a")).text()).isEqualTo("file");
    assertThat(files.send(TestRequest.get("a/")).text()).isEqualTo("b\nc\n");
    assertThat(files.send(TestRequest.get("")).text()).isEqualTo("a\na/\n");
    files.send(TestRequest.delete("a"));
    assertThat(files.send(TestRequest.get("a")).text()).isEqualTo("b\nc\n");
  }

  @Test
  public void shouldRefuseToWriteFolders() {
    files.send(TestRequest.put("docs/guide.txt", "hello"));

    for (String path : new String[] {"", "docs/", "new/"}) {
      assertThat(problem(TestRequest.put(path, "x"), 400)).contains("'/" + path + "' is a folder");
      assertThat(problem(TestRequest.delete(path), 400)).contains("'/" + path + "' is a folder");
    }
    assertThat(problem(TestRequest.delete("docs"), 404)).isEqualTo("there is no 'docs'");
    assertThat(problem(TestRequest.put("a//b", "x"), 400)).contains("'a//b' has an empty");
    assertThat(files.send(TestRequest.get("docs/guide.txt")).status()).isEqualTo(200);
  }

  @Test
  public void shouldSayWhichMethodsThereAre() {
    for (Method method : new Method[] {Method.POST, Method.PATCH}) {
      TestReply reply = files.send(TestRequest.of(method, "a").body("x"));
      assertThat(reply.status()).isEqualTo(405);
      assertThat(reply.header("Allow")).isEqualTo("GET, HEAD, PUT, DELETE, OPTIONS");
    }
    TestReply options = files.send(TestRequest.of(Method.OPTIONS, "a"));
    assertThat(options.status()).isEqualTo(204);
    assertThat(options.header("Allow")).isEqualTo("GET, HEAD, PUT, DELETE, OPTIONS");
  }

  @Test
  public void shouldAddButNotReplaceUnderAllowOnce() {
    RepositoryDriver once =
        RepositoryDriver.of(format, context.with(defaults.with(WritePolicy.ALLOW_ONCE)));

    assertThat(once.send(TestRequest.put("a", "first")).status()).isEqualTo(201);
    TestReply refused = once.send(TestRequest.put("a", "second"));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.problem().map(Problem::message).orElse(""))
        .isEqualTo(
            "'a' is there already and repository 'files' replaces nothing: its write policy is ALLOW_ONCE");
    assertThat(once.send(TestRequest.get("a")).text()).isEqualTo("first");
    assertThat(once.send(TestRequest.delete("a")).status()).isEqualTo(204);
    assertThat(once.send(TestRequest.put("a", "third")).status()).isEqualTo(201);
  }

  @Test
  public void shouldWriteNothingUnderDeny() {
    files.send(TestRequest.put("a", "first"));
    RepositoryDriver denying =
        RepositoryDriver.of(format, context.with(defaults.with(WritePolicy.DENY)));

    for (TestRequest request :
        new TestRequest[] {
          TestRequest.put("a", "x"), TestRequest.put("b", "x"), TestRequest.delete("a")
        }) {
      TestReply reply = denying.send(request);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.problem().map(Problem::message).orElse(""))
          .isEqualTo("repository 'files' is read-only: its write policy is DENY");
    }
    assertThat(denying.send(TestRequest.get("a")).text()).isEqualTo("first");
  }

  @Test
  public void shouldHoldPreconditionsOfWrites() {
    String etag = files.send(TestRequest.put("a", "first")).header("ETag");

    assertThat(status(TestRequest.put("a", "x").header("If-None-Match", "*"))).isEqualTo(412);
    assertThat(status(TestRequest.put("b", "x").header("If-Match", "*"))).isEqualTo(412);
    assertThat(status(TestRequest.put("a", "x").header("If-Match", "\"other\""))).isEqualTo(412);
    assertThat(status(TestRequest.delete("a").header("If-Match", "\"other\""))).isEqualTo(412);
    assertThat(status(TestRequest.delete("b").header("If-Match", "*"))).isEqualTo(412);
    assertThat(status(TestRequest.put("b", "x").header("If-None-Match", "*"))).isEqualTo(201);
    assertThat(status(TestRequest.put("a", "second").header("If-Match", etag))).isEqualTo(201);
    assertThat(status(TestRequest.delete("a").header("If-Match", etag))).isEqualTo(412);
    assertThat(files.send(TestRequest.get("a")).text()).isEqualTo("second");
  }

  @Test
  public void shouldTellAddingFromReplacing() {
    files.send(TestRequest.put("a", "first"));
    Set<Action> adding = Set.of(Action.ADD);
    Set<Action> editing = Set.of(Action.EDIT);

    assertThat(status(with(adding, TestRequest.put("a", "x")))).isEqualTo(403);
    assertThat(status(with(editing, TestRequest.put("b", "x")))).isEqualTo(403);
    assertThat(status(with(adding, TestRequest.put("b", "added")))).isEqualTo(201);
    assertThat(status(with(editing, TestRequest.put("a", "replaced")))).isEqualTo(201);
    assertThat(status(with(adding, TestRequest.put("a", "x")).as(Subject.NOBODY))).isEqualTo(401);
    assertThat(files.send(TestRequest.get("a")).text()).isEqualTo("replaced");
    assertThat(problem(with(adding, TestRequest.put("a", "x")), 403))
        .isEqualTo("'a' may not be replaced by alice");
  }

  private String problem(TestRequest request, int status) {
    TestReply reply = files.send(request);
    assertThat(reply.status()).isEqualTo(status);
    return reply.problem().orElseThrow().message();
  }

  private int status(TestRequest request) {
    return files.send(request).status();
  }

  private Asset find(String path) throws IOException {
    return context.content().find(AssetPath.of(path)).orElseThrow();
  }

  private static TestRequest with(Set<Action> rights, TestRequest request) {
    return request.allowing(right -> rights.contains(right.action()));
  }
}
