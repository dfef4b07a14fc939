package io.entrepot.format.docker;

import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.security.Action;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A repository of images, wherever they come from: what all have in common of the protocol. */
final class DockerRepository implements Repository {

  static final String VERSION_FIELD = "Docker-Distribution-API-Version";
  static final String VERSION = "registry/2.0";

  private final RepositoryContext context;
  private final DockerTokens tokens;
  private final DockerSource source;
  private final DockerMirror mirror;
  private final DockerEntry entry;
  private final Optional<Duration> untagged;

  DockerRepository(RepositoryContext context, DockerTokens tokens) {
    this.context = context;
    this.tokens = tokens;
    this.untagged = DockerSettings.untaggedRetention(context.settings());
    this.mirror = DockerMirror.of(context);
    this.entry = new DockerEntry(context, mirror);
    this.source =
        switch (context.recipe().type()) {
          case HOSTED -> new DockerHosted(context);
          case PROXY -> new DockerProxy(context);
          case GROUP -> new DockerGroup(context, context.members());
        };
  }

  /** Where its images come from. */
  DockerSource source() {
    return source;
  }

  /** Whether it answers Docker's first protocol. */
  boolean searchable() {
    return context.settings().flag(DockerSettings.V1_ENABLED);
  }

  /** Whether {@code <host>/<repository>/<image>} on the shared ports is its. */
  boolean hasPathForm() {
    return entry.hasPathForm();
  }

  @Override
  public Set<Action> required(Request request) {
    // Where tokens are not offered, or none would do, the question is another one than usual.
    if (entry.basicOnly(request) || mirror.serves(request)) {
      return Set.of();
    }
    Set<Action> usual = DockerRoutes.required(request);
    return DockerRoutes.writes(request) ? source.needed(usual) : usual;
  }

  @Override
  public boolean ignoresCredentials(Request request) {
    return mirror.serves(request);
  }

  @Override
  public Response handle(Request request) throws IOException {
    if (!DockerRoutes.covers(request.path())) {
      return entry.browse(request);
    }
    Route route = DockerRoutes.of(request);
    entry.check(request, route);
    return versioned(dispatch(request, route));
  }

  @Override
  public ChangeSet deletion(Asset asset) throws IOException {
    return source.deletion(asset);
  }

  @Override
  public ChangeSet deletion(Component component, List<Asset> assets) throws IOException {
    return source.deletion(component, assets);
  }

  @Override
  public Optional<Duration> unneededRetention() {
    return untagged;
  }

  @Override
  public String address(AssetPath asset) {
    return DockerPaths.address(asset);
  }

  private Response dispatch(Request request, Route route) throws IOException {
    if (route instanceof Route.Ping) {
      return ping(request);
    }
    if (route instanceof Route.FirstPing) {
      requireSearchable();
      return firstPing();
    }
    if (route instanceof Route.Token) {
      return mirror.serves(request)
          ? mirror.issue(request, tokens)
          : tokens.issue(request, image -> Optional.of(context.name()));
    }
    mirror.check(request);
    DockerSource seen = seen(request);
    if (DockerRoutes.writes(request)) {
      return seen.write(request, route);
    }
    if (route instanceof Route.Manifest which) {
      return seen.manifest(request, which);
    }
    if (route instanceof Route.Blob which) {
      return seen.blob(request, which);
    }
    if (route instanceof Route.Tags which) {
      return seen.tags(request, which);
    }
    if (route instanceof Route.Referrers which) {
      return seen.referrers(request, which);
    }
    return route instanceof Route.Catalog ? catalog(request, seen) : search(request, seen);
  }

  /** What of it is there for a request. */
  private DockerSource seen(Request request) throws ProblemException {
    boolean everybody =
        request instanceof GroupRequest inner ? inner.everybody() : mirror.serves(request);
    DockerSource seen = everybody ? source.withoutCredentials() : source;
    Optional<String> registry = request.query().first("ns").filter(name -> !name.isEmpty());
    if (registry.isEmpty() || !new RequestAddress(request).own()) {
      return seen;
    }
    return seen.standingFor(registry.get())
        .orElseThrow(
            () ->
                DockerError.NAME_UNKNOWN.because(
                    "repository '%s' has no images of the registry '%s', for which it was asked (ns)"
                        .formatted(context.name(), Shown.of(registry.get()))));
  }

  /** The version check (end-1): 401 to all who show nothing, also where anybody may read. */
  static Response ping(Request request) throws IOException {
    if (!request.subject().authenticated()) {
      throw DockerError.UNAUTHORIZED.because("authentication required");
    }
    return Response.Reply.json(200, "{}");
  }

  /** The version check of Docker's first protocol. */
  static Response firstPing() {
    return Response.Reply.json(200, "true").with("X-Docker-Registry-Standalone", "true");
  }

  /** The same answer with the field that tells clients what speaks here. */
  static Response versioned(Response response) throws IOException {
    return response.map(
        reply ->
            reply.headers().first(VERSION_FIELD).isPresent()
                ? reply
                : reply.with(VERSION_FIELD, VERSION));
  }

  private static Response catalog(Request request, DockerSource seen) throws IOException {
    PageQuery asked = PageQuery.of(request.query());
    String prefix = new RequestAddress(request).prefix();
    return Response.Await.on(
        seen.images(request, asked.without(prefix)),
        page ->
            DockerCatalog.reply(
                request,
                asked,
                page.items().stream().map(name -> prefix + name).toList(),
                page.next().isPresent()));
  }

  private Response search(Request request, DockerSource seen) throws IOException {
    if (!(request instanceof GroupRequest)) {
      requireSearchable();
    }
    DockerQuery query =
        DockerQuery.of(request.query()).behind(new RequestAddress(request).prefix());
    return Response.Await.on(seen.search(request, query), hits -> DockerSearch.reply(query, hits));
  }

  private void requireSearchable() throws ProblemException {
    if (!searchable()) {
      throw DockerError.NAME_UNKNOWN.because(
          "repository '" + context.name() + "' does not answer docker search (v1Enabled)");
    }
  }
}
