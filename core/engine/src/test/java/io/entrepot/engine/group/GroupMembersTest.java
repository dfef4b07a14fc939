package io.entrepot.engine.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.StoredBlob;
import io.entrepot.spi.format.GroupMember;
import io.entrepot.spi.format.MemberAnswer;
import io.entrepot.spi.format.Members;
import io.entrepot.spi.format.Recipe;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.http.Body;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.security.Action;
import io.entrepot.spi.security.Permission;
import io.entrepot.testkit.MemoryContentStore;
import io.entrepot.testkit.TestBytes;
import io.entrepot.testkit.TestClock;
import io.entrepot.testkit.TestRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.Test;

public class GroupMembersTest {

  private static final Problem DOWN = new Problem(502, "UPSTREAM", "upstream does not answer");

  private final Map<String, FakeMember> repositories = new LinkedHashMap<>();
  private final List<String> read = new ArrayList<>();
  private int held;

  @Test
  public void shouldAnswerWithTheFirstThatHasItAndNameIt() throws Exception {
    member("a", RepositoryType.HOSTED, request -> absent());
    member("b", RepositoryType.PROXY, request -> Response.Reply.json(200, "{}"));
    member("c", RepositoryType.HOSTED, request -> fail("nobody asks it"));

    assertThat(reply(group().first(TestRequest.get("x"))).headers().first(Members.MEMBER))
        .contains("b");
    assertThat(held).isZero();
  }

  @Test
  public void shouldNotLetAFailedMembersNameBeAnotherUpstreams() {
    member("a", RepositoryType.PROXY, request -> fail(DOWN));
    member("b", RepositoryType.PROXY, request -> Response.Reply.json(200, "{}"));
    member("c", RepositoryType.GROUP, request -> Response.Reply.json(200, "{}"));

    assertThatThrownBy(() -> reply(group().first(TestRequest.get("x"))))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(DOWN));
    assertThat(held).isZero();
  }

  @Test
  public void shouldStillFindWhatIsOurOwnBehindAFailedMember() throws Exception {
    member("a", RepositoryType.PROXY, request -> fail(DOWN));
    member("b", RepositoryType.HOSTED, request -> Response.Reply.json(200, "{}"));

    assertThat(reply(group().first(TestRequest.get("x"))).status()).isEqualTo(200);
  }

  @Test
  public void shouldTakeAMemberThatDoesNotServeForAFailedOne() {
    member("a", RepositoryType.PROXY, request -> absent()).offline = true;
    member("b", RepositoryType.PROXY, request -> Response.Reply.json(200, "{}"));

    assertThatThrownBy(() -> reply(group().first(TestRequest.get("x"))))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("'a' is offline");
  }

  @Test
  public void shouldWaitForOneMemberBeforeItAsksTheNext() throws Exception {
    CompletableFuture<Response> first = new CompletableFuture<>();
    List<String> asked = new ArrayList<>();
    member("a", RepositoryType.PROXY, request -> new Response.Await(first));
    member(
        "b",
        RepositoryType.HOSTED,
        request -> {
          asked.add("b");
          return Response.Reply.json(200, "{}");
        });

    Response response = group().first(TestRequest.get("x"));
    assertThat(response).isInstanceOf(Response.Await.class);
    assertThat(asked).isEmpty();
    assertThat(held).isOne();

    first.completeExceptionally(new Problem(404, "NOT_FOUND", "none").asException());
    assertThat(reply(response).headers().first(Members.MEMBER)).contains("b");
    assertThat(held).isZero();
  }

  @Test
  public void shouldSkipAMemberWhoseRoutingRuleForbidsThePath() throws Exception {
    member("a", RepositoryType.PROXY, request -> Response.Reply.json(200, "{}")).blocked =
        "secret/x";
    member("b", RepositoryType.HOSTED, request -> Response.Reply.json(200, "{}"));

    assertThat(reply(group().first(TestRequest.get("secret/x"))).headers().first(Members.MEMBER))
        .contains("b");
    assertThat(reply(group().first(TestRequest.get("x"))).headers().first(Members.MEMBER))
        .contains("a");
  }

  @Test
  public void shouldTellTheAnswersOfAll() {
    member("a", RepositoryType.HOSTED, request -> Response.Reply.json(200, "{}"));
    member("b", RepositoryType.PROXY, request -> fail(DOWN));
    member("c", RepositoryType.HOSTED, request -> new Response.Listing(AssetPath.ROOT));

    List<MemberAnswer> answers = group().all(TestRequest.get("x")).toCompletableFuture().join();

    assertThat(answers).extracting(MemberAnswer::member).containsExactly("a", "b", "c");
    assertThat(answers.get(0)).isInstanceOf(MemberAnswer.Found.class);
    assertThat(answers.get(1)).isEqualTo(new MemberAnswer.Failed("b", DOWN));
    assertThat(answers.get(2)).isInstanceOf(MemberAnswer.Absent.class);
  }

  @Test
  public void shouldAskInTheGroupsNameAlone() throws Exception {
    List<Boolean> allowed = new ArrayList<>();
    member(
        "a",
        RepositoryType.HOSTED,
        request -> {
          for (String repository : List.of("a", "other")) {
            allowed.add(request.allows(new Permission("plain", repository, Action.READ)));
          }
          return Response.Reply.of(200);
        });

    group()
        .first(TestRequest.get("x").allowing(permission -> permission.repository().equals("all")));

    assertThat(allowed).containsExactly(true, false);
  }

  @Test
  public void shouldNoteThatAMembersAssetIsRead() throws Exception {
    MemoryContentStore content = new MemoryContentStore(new TestClock());
    TestBytes.put(content, "f", "text");
    member(
        "a",
        RepositoryType.HOSTED,
        request -> Response.Reply.of(content.find(AssetPath.of("f")).orElseThrow()));

    Response.Reply reply = reply(group().first(TestRequest.get("f")));

    assertThat(read).containsExactly("a:f");
    assertThat(((Body.Stored) reply.body()).asset()).isEmpty();
  }

  @Test
  public void shouldWriteToNobodyUnlessAMemberTakesIt() {
    member("a", RepositoryType.HOSTED, request -> Response.Reply.of(201));

    assertThatThrownBy(() -> group().write(TestRequest.put("x", "y")))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(405));
  }

  private interface Handler {
    Response handle(Request request) throws IOException;
  }

  private FakeMember member(String name, RepositoryType type, Handler handler) {
    FakeMember member = new FakeMember(name, type, handler);
    repositories.put(name, member);
    return member;
  }

  private GroupMembers group() {
    return new GroupMembers(
        "all", List.copyOf(repositories.keySet()), Optional.empty(), new Street());
  }

  private static Response absent() throws IOException {
    return fail(new Problem(404, "NOT_FOUND", "none"));
  }

  private static Response fail(Problem problem) throws IOException {
    throw problem.asException();
  }

  private static Response fail(String why) {
    throw new AssertionError(why);
  }

  private static Response.Reply reply(Response response) throws Exception {
    Response now = response;
    while (now instanceof Response.Await await) {
      try {
        now = await.next().toCompletableFuture().join();
      } catch (CompletionException e) {
        throw (Exception) e.getCause();
      }
    }
    return (Response.Reply) now;
  }

  private final class Street implements Neighbours {
    @Override
    public Optional<Member> hold(String name) {
      held++;
      return Optional.of(repositories.get(name));
    }

    @Override
    public Optional<GroupMember> describe(String name) {
      return Optional.empty();
    }

    @Override
    public void bring(String repository, StoredBlob blob, AssetWrite as) {
      throw new AssertionError("nothing is brought");
    }

    @Override
    public void read(String repository, AssetPath path) {
      read.add(repository + ":" + path);
    }
  }

  private final class FakeMember implements Member {
    private final String name;
    private final RepositoryType type;
    private final Handler handler;
    private boolean offline;
    private String blocked = "";

    FakeMember(String name, RepositoryType type, Handler handler) {
      this.name = name;
      this.type = type;
      this.handler = handler;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Recipe recipe() {
      return new Recipe("plain", type);
    }

    @Override
    public Optional<Repository> repository() {
      return offline ? Optional.empty() : Optional.of(handler::handle);
    }

    @Override
    public Problem problem() {
      return new Problem(503, "OFFLINE", "repository '" + name + "' is offline");
    }

    @Override
    public ContentStore content() {
      return new MemoryContentStore(new TestClock());
    }

    @Override
    public Optional<Problem> refusal(String path) {
      return Optional.of(new Problem(403, "DENIED", "by a rule"))
          .filter(problem -> path.equals(blocked));
    }

    @Override
    public void close() {
      held--;
    }
  }
}
