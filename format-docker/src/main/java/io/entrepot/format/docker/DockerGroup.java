package io.entrepot.format.docker;

import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.format.GroupMember;
import io.entrepot.spi.format.Members;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.http.Body;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.page.Page;
import io.entrepot.spi.security.Action;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** The images of several repositories under one address; one of them may take what is pushed. */
final class DockerGroup implements DockerSource {

  private final RepositoryContext context;
  private final Members members;
  private final boolean everybody;
  private final DockerGroupLists lists;
  private final DockerGroupPush push;

  DockerGroup(RepositoryContext context, Members members) {
    this(context, members, false);
  }

  /**
   * A group, or a part of one.
   *
   * @param everybody whether what it answers is for everybody
   */
  private DockerGroup(RepositoryContext context, Members members, boolean everybody) {
    this.context = context;
    this.members = members;
    this.everybody = everybody;
    this.lists = new DockerGroupLists(members);
    this.push = new DockerGroupPush(context, members);
  }

  @Override
  public Response manifest(Request request, Route.Manifest which) throws IOException {
    return members.first(inner(request));
  }

  /**
   * Sends a blob. Who may push is told of those alone that are here: what an upstream has would
   * have to be fetched for the manifest that is pushed next.
   */
  @Override
  public Response blob(Request request, Route.Blob which) throws IOException {
    boolean pusher =
        request.method() == Method.HEAD
            && members.writable().isPresent()
            && request.allows(context.permission(Action.ADD));
    if (!pusher) {
      return members.first(inner(request));
    }
    Asset blob =
        push.kept(which.image(), which.digest())
            .orElseThrow(
                () ->
                    DockerError.BLOB_UNKNOWN.because(
                        "image '" + which.image() + "' has no blob " + which.digest() + " here"));
    Response.Reply reply = Response.Reply.of(blob);
    return new Response.Reply(200, reply.headers(), new Body.Stored(blob.blob()))
        .with("Docker-Content-Digest", which.digest().toString());
  }

  @Override
  public Response tags(Request request, Route.Tags which) throws IOException {
    return lists.tags(request, inner(request), which);
  }

  @Override
  public Response referrers(Request request, Route.Referrers which) throws IOException {
    return lists.referrers(request, inner(request), which);
  }

  @Override
  public CompletionStage<Page<String>> images(Request request, PageQuery asked) {
    return lists.images(inner(request), asked);
  }

  @Override
  public CompletionStage<List<DockerHit>> search(Request request, DockerQuery query) {
    return lists.search(inner(request), query);
  }

  /** Where nothing can be pushed, whoever may read is told so, and where it can be. */
  @Override
  public Set<Action> needed(Set<Action> usual) {
    return members.writable().isPresent() ? usual : Set.of(Action.READ);
  }

  @Override
  public Response write(Request request, Route route) throws IOException {
    if (members.writable().isEmpty()) {
      throw refused(request, route);
    }
    GroupRequest inner = inner(request);
    if (route instanceof Route.Uploads into) {
      return push.begin(inner, into);
    }
    return route instanceof Route.Manifest which && request.method() == Method.PUT
        ? push.manifest(inner, which)
        : members.write(inner);
  }

  @Override
  public ChangeSet deletion(Asset asset) throws IOException {
    throw holdsNothing();
  }

  @Override
  public ChangeSet deletion(Component component, List<Asset> assets) throws IOException {
    throw holdsNothing();
  }

  @Override
  public Optional<DockerSource> standingFor(String registry) {
    Set<String> standing =
        names(
            member ->
                member.type() == RepositoryType.PROXY
                    && DockerUpstream.of(member.settings()).is(registry));
    // A group within looks at the name itself.
    Set<String> groups = names(member -> member.type() == RepositoryType.GROUP);
    standing.addAll(groups);
    return standing.isEmpty()
        ? Optional.empty()
        : Optional.of(new DockerGroup(context, members.among(standing), everybody));
  }

  @Override
  public DockerSource withoutCredentials() {
    Set<String> open =
        names(
            member ->
                member.type() != RepositoryType.PROXY
                    || !DockerUpstream.of(member.settings()).authenticated());
    return new DockerGroup(context, members.among(open), true);
  }

  private GroupRequest inner(Request request) {
    return GroupRequest.of(request, context.name(), everybody);
  }

  private Set<String> names(Predicate<GroupMember> which) {
    Set<String> names = new HashSet<>();
    for (GroupMember member : members.list()) {
      if (which.test(member)) {
        names.add(member.name());
      }
    }
    return names;
  }

  private ProblemException refused(Request request, Route route) {
    String where =
        members.list().stream()
            .filter(member -> member.type() == RepositoryType.HOSTED)
            .findFirst()
            .map(
                member ->
                    "push to %s, which is its member '%s'"
                        .formatted(
                            new PushAddress(request, member).of(DockerRoutes.image(route)),
                            member.name()))
            .orElse("push to a hosted repository");
    return new Problem(
            DockerError.UNSUPPORTED.status(),
            DockerError.UNSUPPORTED.name(),
            "repository '%s' is a group without a member that takes what is pushed: %s"
                .formatted(context.name(), where),
            Headers.of("Allow", "GET, HEAD"))
        .asException();
  }

  private ProblemException holdsNothing() {
    return DockerError.UNSUPPORTED.because(
        "repository '%s' is a group and holds nothing of its own: delete it in the member that has it"
            .formatted(context.name()));
  }
}
