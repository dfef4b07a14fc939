package io.entrepot.engine.group;

import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.StoredBlob;
import io.entrepot.spi.format.GroupMember;
import io.entrepot.spi.format.MemberAnswer;
import io.entrepot.spi.format.Members;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.http.Body;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The members of one group, looked up anew for each request. */
public final class GroupMembers implements Members {

  private static final Logger LOG = LoggerFactory.getLogger(GroupMembers.class);

  private final String group;
  private final List<String> names;
  private final Optional<String> writable;
  private final Neighbours neighbours;

  /**
   * The members of a group.
   *
   * @param writable the one that takes what is written
   */
  public GroupMembers(
      String group, List<String> names, Optional<String> writable, Neighbours neighbours) {
    this.group = group;
    this.names = List.copyOf(names);
    this.writable = writable;
    this.neighbours = neighbours;
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public List<GroupMember> list() {
    return names.stream().flatMap(name -> neighbours.describe(name).stream()).toList();
  }

  @Override
  public Members among(Set<String> some) {
    return new GroupMembers(
        group, names.stream().filter(some::contains).toList(), writable, neighbours);
  }

  @Override
  public Optional<String> writable() {
    return writable;
  }

  @Override
  public Response first(Request request) throws IOException {
    CompletableFuture<Response.Reply> found = from(0, new Search(request, group));
    return found.isDone() && !found.isCompletedExceptionally()
        ? found.join()
        : new Response.Await(found);
  }

  @Override
  public CompletionStage<List<MemberAnswer>> all(Request request) {
    List<CompletableFuture<MemberAnswer>> asked = new ArrayList<>();
    for (String name : names) {
      asked.add(ask(name, request, false));
    }
    return CompletableFuture.allOf(asked.toArray(new CompletableFuture<?>[0]))
        .thenApply(done -> asked.stream().map(CompletableFuture::join).toList());
  }

  @Override
  public Response write(Request request) throws IOException {
    String name = requireWritable();
    try (Member member = neighbours.hold(name).orElseThrow(() -> gone(name).asException())) {
      return member
          .repository()
          .orElseThrow(() -> member.problem().asException())
          .handle(new MemberRequest(request, group, name))
          .map(reply -> reply.with(MEMBER, name));
    }
  }

  @Override
  public void bring(StoredBlob blob, AssetWrite as) throws IOException {
    neighbours.bring(requireWritable(), blob, as);
  }

  private String requireWritable() throws ProblemException {
    return writable.orElseThrow(
        () ->
            new Problem(
                    405,
                    "UNSUPPORTED",
                    "group '" + group + "' has no member that takes what is written to it",
                    Headers.of("Allow", "GET, HEAD"))
                .asException());
  }

  @Override
  public Optional<ContentStore> content(String name) {
    Optional<? extends Member> held = neighbours.hold(name);
    if (held.isEmpty()) {
      return Optional.empty();
    }
    try (Member member = held.get()) {
      return Optional.of(member.content())
          .filter(content -> member.recipe().type() != RepositoryType.GROUP);
    }
  }

  /** Asks one member after the other; in this thread, as long as they know at once. */
  private CompletableFuture<Response.Reply> from(int first, Search search) {
    for (int i = first; i < names.size(); i++) {
      CompletableFuture<MemberAnswer> answer =
          ask(names.get(i), search.request, search.failure.isPresent());
      if (!answer.isDone()) {
        int next = i + 1;
        return answer.thenCompose(
            later ->
                search
                    .found(later)
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(() -> from(next, search)));
      }
      Optional<Response.Reply> found = search.found(answer.join());
      if (found.isPresent()) {
        return CompletableFuture.completedFuture(found.get());
      }
    }
    return CompletableFuture.failedFuture(search.end().asException());
  }

  private CompletableFuture<MemberAnswer> ask(String name, Request request, boolean ownOnly) {
    Optional<? extends Member> held = neighbours.hold(name);
    if (held.isEmpty()) {
      return completed(new MemberAnswer.Failed(name, gone(name)));
    }
    Member member = held.get();
    Optional<Problem> refusal = member.refusal(request.path());
    if (refusal.isPresent() || (ownOnly && member.recipe().type() != RepositoryType.HOSTED)) {
      member.close();
      return completed(new MemberAnswer.Absent(name, refusal.orElseGet(() -> notAsked(name))));
    }
    return handled(member, request).whenComplete((done, failure) -> member.close());
  }

  private CompletableFuture<MemberAnswer> handled(Member member, Request request) {
    try {
      Response response =
          member
              .repository()
              .orElseThrow(() -> member.problem().asException())
              .handle(new MemberRequest(request, group, member.name()));
      return settled(member, response);
    } catch (IOException | RuntimeException e) {
      return completed(failed(member.name(), e));
    }
  }

  private CompletableFuture<MemberAnswer> settled(Member member, Response response) {
    if (response instanceof Response.Reply reply) {
      return completed(answered(member, reply));
    }
    if (response instanceof Response.Await await) {
      return await
          .next()
          .toCompletableFuture()
          .<CompletionStage<MemberAnswer>>handle(
              (next, failure) ->
                  failure == null
                      ? settled(member, next)
                      : completed(failed(member.name(), failure)))
          .thenCompose(stage -> stage);
    }
    // A folder is no answer: the group lists its own.
    return completed(new MemberAnswer.Absent(member.name(), notAsked(member.name())));
  }

  private MemberAnswer answered(Member member, Response.Reply reply) {
    String name = member.name();
    if (reply.status() == 404) {
      return new MemberAnswer.Absent(
          name, new Problem(404, "NOT_FOUND", "repository '" + name + "' has none"));
    }
    if (reply.status() >= 500) {
      return new MemberAnswer.Failed(
          name, new Problem(reply.status(), "UNAVAILABLE", "repository '" + name + "' failed"));
    }
    Body body = reply.body();
    if (body instanceof Body.Stored stored && stored.asset().isPresent()) {
      neighbours.read(name, stored.asset().get());
      body = new Body.Stored(stored.blob());
    }
    // A group within the group has named the one that it is from.
    Headers headers =
        reply.headers().first(MEMBER).isPresent()
            ? reply.headers()
            : reply.headers().and(MEMBER, name);
    return new MemberAnswer.Found(name, new Response.Reply(reply.status(), headers, body));
  }

  private static MemberAnswer failed(String name, Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (!(cause instanceof ProblemException expected)) {
      LOG.warn("Repository '{}' failed to answer for its group", name, cause);
      return new MemberAnswer.Failed(
          name,
          new Problem(502, "UNAVAILABLE", "repository '" + name + "' failed; the log says why"));
    }
    Problem problem = expected.problem();
    boolean cannotSay =
        problem.status() >= 500 || problem.status() == 403 || problem.status() == 429;
    return cannotSay
        ? new MemberAnswer.Failed(name, problem)
        : new MemberAnswer.Absent(name, problem);
  }

  private static CompletableFuture<MemberAnswer> completed(MemberAnswer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private Problem gone(String name) {
    return new Problem(
        503,
        "UNAVAILABLE",
        "repository '" + name + "', a member of group '" + group + "', is not there");
  }

  private static Problem notAsked(String name) {
    return new Problem(404, "NOT_FOUND", "repository '" + name + "' has none");
  }

  /** What a search has met so far. */
  private static final class Search {

    private final Request request;
    private Optional<Problem> failure = Optional.empty();
    private Optional<Problem> absent = Optional.empty();
    private final String group;

    Search(Request request, String group) {
      this.request = request;
      this.group = group;
    }

    Optional<Response.Reply> found(MemberAnswer answer) {
      if (answer instanceof MemberAnswer.Found found) {
        return Optional.of(found.reply());
      }
      if (answer instanceof MemberAnswer.Failed failed) {
        failure = failure.or(() -> Optional.of(failed.problem()));
        return Optional.empty();
      }
      absent = absent.or(() -> Optional.of(((MemberAnswer.Absent) answer).problem()));
      return Optional.empty();
    }

    Problem end() {
      return failure
          .or(() -> absent)
          .orElseGet(() -> new Problem(404, "NOT_FOUND", "group '" + group + "' has no members"));
    }
  }
}
