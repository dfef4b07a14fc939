package io.entrepot.testkit;

import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.MissingBlobException;
import io.entrepot.spi.content.StoredBlob;
import io.entrepot.spi.format.GroupMember;
import io.entrepot.spi.format.MemberAnswer;
import io.entrepot.spi.format.Members;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.http.Body;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Plays the engine's groups, at once and one member after the other. */
public final class MemoryMembers implements Members {

  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private record Member(Repository repository, RepositoryContext context) {}

  private final Map<String, Member> members = new LinkedHashMap<>();
  private Optional<String> writable = Optional.empty();

  /** The same and one more member, by the name of its context. */
  public MemoryMembers and(Repository repository, RepositoryContext context) {
    members.put(context.name(), new Member(repository, context));
    return this;
  }

  /** The same and the repository that is driven so. */
  public MemoryMembers and(RepositoryDriver member) {
    return and(member.repository(), member.context());
  }

  /** The same, with a member that takes what is written. */
  public MemoryMembers writingTo(String name) {
    writable = Optional.of(name);
    return this;
  }

  @Override
  public List<String> names() {
    return List.copyOf(members.keySet());
  }

  @Override
  public List<GroupMember> list() {
    List<GroupMember> list = new ArrayList<>();
    members.forEach(
        (name, member) ->
            list.add(
                new GroupMember(name, member.context.recipe().type(), member.context.settings())));
    return list;
  }

  @Override
  public Members among(Set<String> names) {
    MemoryMembers some = new MemoryMembers();
    some.writable = writable;
    members.forEach(
        (name, member) -> {
          if (names.contains(name)) {
            some.members.put(name, member);
          }
        });
    return some;
  }

  @Override
  public Optional<String> writable() {
    return writable;
  }

  @Override
  public Response first(Request request) throws IOException {
    Optional<Problem> failure = Optional.empty();
    Problem absent = new Problem(404, "NOT_FOUND", "the group has no members");
    for (Map.Entry<String, Member> member : members.entrySet()) {
      boolean hosted = member.getValue().context.recipe().type() == RepositoryType.HOSTED;
      if (failure.isPresent() && !hosted) {
        continue;
      }
      MemberAnswer answer = answer(member.getKey(), member.getValue(), request);
      if (answer instanceof MemberAnswer.Found found) {
        return found.reply().with(MEMBER, found.member());
      }
      if (answer instanceof MemberAnswer.Failed failed) {
        failure = Optional.of(failed.problem());
      } else {
        absent = ((MemberAnswer.Absent) answer).problem();
      }
    }
    throw failure.orElse(absent).asException();
  }

  @Override
  public CompletionStage<List<MemberAnswer>> all(Request request) {
    List<MemberAnswer> answers = new ArrayList<>();
    members.forEach((name, member) -> answers.add(answer(name, member, request)));
    return CompletableFuture.completedFuture(answers);
  }

  @Override
  public Response write(Request request) throws IOException {
    if (writable.isEmpty()) {
      throw new Problem(405, "UNSUPPORTED", "no member takes what is written").asException();
    }
    return members
        .get(writable.get())
        .repository
        .handle(request)
        .map(reply -> reply.with(MEMBER, writable.get()));
  }

  @Override
  public void bring(StoredBlob blob, AssetWrite as) throws IOException {
    for (Member member : members.values()) {
      ContentStore content = member.context.content();
      Optional<StoredBlob> its = content.blob(blob.sha256());
      if (its.isPresent()) {
        ContentStore into = members.get(writable.orElseThrow()).context.content();
        BlobUpload upload = into.upload(UploadHint.none());
        upload.write(ByteBuffer.wrap(content.read(its.get(), LARGEST)));
        for (DigestAlgorithm algorithm : blob.digests().keySet()) {
          upload.digest(algorithm);
        }
        into.commit(ChangeSet.empty().put(as, upload.finish()));
        return;
      }
    }
    throw new MissingBlobException(blob.sha256());
  }

  @Override
  public Optional<ContentStore> content(String member) {
    return Optional.ofNullable(members.get(member)).map(one -> one.context.content());
  }

  /** What they hold, seen as one. */
  ContentStore contents(ContentStore own) {
    return new MemberContents(
        () -> members.values().stream().map(member -> member.context.content()).iterator(), own);
  }

  private static MemberAnswer answer(String name, Member member, Request request) {
    try {
      Response response = member.repository.handle(request);
      while (response instanceof Response.Await await) {
        response = awaited(await.next());
      }
      return response instanceof Response.Reply reply
          ? new MemberAnswer.Found(name, readable(reply, member.context.content()))
          : new MemberAnswer.Absent(name, new Problem(404, "NOT_FOUND", "that is a folder"));
    } catch (ProblemException e) {
      return e.problem().status() == 404
          ? new MemberAnswer.Absent(name, e.problem())
          : new MemberAnswer.Failed(name, e.problem());
    } catch (IOException e) {
      return new MemberAnswer.Failed(
          name, new Problem(500, "INTERNAL", String.valueOf(e.getMessage())));
    }
  }

  /** What is sent must not be looked for in the group's own content. */
  private static Response.Reply readable(Response.Reply reply, ContentStore content)
      throws IOException {
    return reply.body() instanceof Body.Stored stored
        ? new Response.Reply(
            reply.status(), reply.headers(), new Body.Bytes(content.read(stored.blob(), LARGEST)))
        : reply;
  }

  private static Response awaited(CompletionStage<? extends Response> next) throws IOException {
    try {
      return next.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException expected) {
        throw expected;
      }
      throw e;
    }
  }
}
