package io.entrepot.format.docker;

import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.format.WritePolicy;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.security.Action;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A repository of images that are pushed to it. */
final class DockerHosted implements Repository {

  static final String VERSION_FIELD = "Docker-Distribution-API-Version";
  static final String VERSION = "registry/2.0";

  private static final Set<Method> READS = EnumSet.of(Method.GET, Method.HEAD);

  private final RepositoryContext context;
  private final Optional<Duration> untagged;
  private final DockerTokens tokens;
  private final DockerBlobs blobs;
  private final DockerUploads uploads;
  private final DockerMounts mounts;
  private final DockerManifests manifests;
  private final DockerPush push;
  private final DockerTags tags;
  private final DockerReferrers referrers;
  private final DockerCatalog catalog;

  DockerHosted(RepositoryContext context, DockerTokens tokens) {
    this.context = context;
    this.untagged = DockerSettings.untaggedRetention(context.settings());
    this.tokens = tokens;
    this.blobs = new DockerBlobs(context.content());
    this.uploads = new DockerUploads(context.content());
    this.mounts = new DockerMounts(context);
    this.manifests = new DockerManifests(context.content());
    this.push = new DockerPush(context);
    this.tags = new DockerTags(context.content());
    this.referrers = new DockerReferrers(context.content());
    this.catalog = new DockerCatalog(context.content());
  }

  /** Its images. */
  DockerCatalog catalog() {
    return catalog;
  }

  /** Whether it answers Docker's first protocol. */
  boolean searchable() {
    return context.settings().flag(DockerSettings.V1_ENABLED);
  }

  /** Whether {@code <host>/<repository>/<image>} on the shared ports is its. */
  boolean hasPathForm() {
    return context.settings().flag(DockerSettings.PATH_ENABLED)
        && ImageName.wellFormed(context.name());
  }

  @Override
  public Set<Action> required(Request request) {
    // Where tokens are not offered the question is another one than the format's usual.
    return basicOnly(request) ? Set.of() : DockerRoutes.required(request);
  }

  @Override
  public Response handle(Request request) throws IOException {
    if (!DockerRoutes.covers(request.path())) {
      return browse(request);
    }
    requirePathForm(request);
    Route route = DockerRoutes.of(request);
    if (basicOnly(request) && !(route instanceof Route.FirstPing)) {
      throw basic();
    }
    return versioned(dispatch(request, route));
  }

  @Override
  public ChangeSet deletion(Asset asset) throws IOException {
    Optional<DockerPaths.Stored> manifest = DockerPaths.storedManifest(asset.path());
    return manifest.isPresent()
        ? manifests.deletion(manifest.get().image(), manifest.get().digest())
        : Repository.super.deletion(asset);
  }

  @Override
  public ChangeSet deletion(Component component, List<Asset> assets) throws IOException {
    return manifests.deletionOfTags(assets);
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
    if (route instanceof Route.Token) {
      return tokens.issue(request, image -> Optional.of(context.name()));
    }
    if (route instanceof Route.Catalog) {
      return catalog.list(request);
    }
    if (route instanceof Route.Tags which) {
      return tags.list(request, which);
    }
    if (route instanceof Route.Referrers which) {
      return referrers.list(request, which);
    }
    if (route instanceof Route.FirstPing || route instanceof Route.Search) {
      return first(request, route);
    }
    if (request.method() != Method.GET && request.method() != Method.HEAD) {
      requireWritable(request);
    }
    if (route instanceof Route.Manifest which) {
      return manifest(request, which);
    }
    if (route instanceof Route.Blob which) {
      return request.method() == Method.DELETE ? blobs.delete(which) : blobs.send(which);
    }
    if (route instanceof Route.Uploads where) {
      return begin(request, where);
    }
    return upload(request, (Route.Upload) route);
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
    return response.map(reply -> reply.with(VERSION_FIELD, VERSION));
  }

  private Response manifest(Request request, Route.Manifest which) throws IOException {
    return switch (request.method()) {
      case PUT -> push.put(request, which);
      case DELETE -> manifests.delete(which);
      case GET, HEAD, POST, PATCH, OPTIONS -> manifests.send(which);
    };
  }

  private Response begin(Request request, Route.Uploads where) throws IOException {
    Optional<String> mount = request.query().first("mount");
    if (mount.isPresent()) {
      Optional<Response> mounted = mounts.mount(request, where, Digests.parse(mount.get()));
      if (mounted.isPresent()) {
        return mounted.get();
      }
    }
    return uploads.begin(request, where);
  }

  private Response upload(Request request, Route.Upload which) throws IOException {
    return switch (request.method()) {
      case PATCH -> uploads.append(request, which);
      case PUT -> uploads.complete(request, which);
      case DELETE -> uploads.cancel(which);
      case GET, HEAD, POST, OPTIONS -> uploads.status(request, which);
    };
  }

  private Response first(Request request, Route route) throws IOException {
    if (!searchable()) {
      throw DockerError.NAME_UNKNOWN.because(
          "repository '" + context.name() + "' does not answer docker search (v1Enabled)");
    }
    return route instanceof Route.FirstPing
        ? firstPing()
        : new DockerSearch(request.query())
            .in(catalog, new RequestAddress(request).prefix())
            .reply();
  }

  /** What is not the protocol's is for people who look around. */
  private Response browse(Request request) throws IOException {
    if (!READS.contains(request.method())) {
      throw DockerRoutes.notAllowed(request.method(), READS);
    }
    if (basicOnly(request)) {
      throw basic();
    }
    AssetPath path = path(request);
    if (request.path().isEmpty() || request.path().endsWith("/")) {
      return new Response.Listing(path);
    }
    Asset asset =
        context
            .content()
            .find(path)
            .orElseThrow(
                () ->
                    DockerError.NAME_UNKNOWN.because(
                        "there is no '%s' in repository '%s'"
                            .formatted(Shown.of(request.path()), context.name())));
    return Response.Reply.of(asset);
  }

  private static AssetPath path(Request request) throws ProblemException {
    try {
      return AssetPath.of(request.path());
    } catch (IllegalArgumentException e) {
      throw DockerError.NAME_INVALID.because(e.getMessage());
    }
  }

  private void requirePathForm(Request request) throws ProblemException {
    if (hasPathForm() || !new RequestAddress(request).shared()) {
      return;
    }
    String why =
        ImageName.wellFormed(context.name())
            ? "its setting pathEnabled is off"
            : "docker allows no such name in an image's name";
    throw DockerError.NAME_UNKNOWN.because(
        "repository '%s' is not served as <host>/%s/<image>, since %s; use its own port or host name"
            .formatted(context.name(), context.name(), why));
  }

  private void requireWritable(Request request) throws ProblemException {
    if (context.settings().writePolicy() == WritePolicy.DENY) {
      throw new Problem(
              DockerError.UNSUPPORTED.status(),
              DockerError.UNSUPPORTED.name(),
              "%s is refused: repository '%s' is read-only, its write policy is DENY"
                  .formatted(request.method(), context.name()),
              Headers.of("Allow", "GET, HEAD"))
          .asException();
    }
  }

  private boolean basicOnly(Request request) {
    return context.settings().flag(DockerSettings.FORCE_BASIC_AUTH)
        && request.subject().anonymous();
  }

  private ProblemException basic() {
    return new Problem(
            DockerError.UNAUTHORIZED.status(),
            DockerError.UNAUTHORIZED.name(),
            "repository '" + context.name() + "' needs a user name and a password",
            Headers.of("WWW-Authenticate", DockerChallenge.BASIC))
        .asException();
  }
}
