package io.entrepot.format.docker;

import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.format.WritePolicy;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.page.Page;
import io.entrepot.spi.security.Action;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Images that are pushed. */
final class DockerHosted implements DockerSource {

  private final RepositoryContext context;
  private final DockerBlobs blobs;
  private final DockerUploads uploads;
  private final DockerMounts mounts;
  private final DockerManifests manifests;
  private final DockerPush push;
  private final DockerTags tags;
  private final DockerReferrers referrers;
  private final DockerCatalog catalog;

  DockerHosted(RepositoryContext context) {
    this.context = context;
    this.blobs = new DockerBlobs(context.content());
    this.uploads = new DockerUploads(context.content());
    this.mounts = new DockerMounts(context);
    this.manifests = new DockerManifests(context.content());
    this.push = new DockerPush(context);
    this.tags = new DockerTags(context.content());
    this.referrers = new DockerReferrers(context.content());
    this.catalog = new DockerCatalog(context.content());
  }

  @Override
  public Response manifest(Request request, Route.Manifest which) throws IOException {
    return manifests.send(which);
  }

  @Override
  public Response blob(Request request, Route.Blob which) throws IOException {
    return blobs.send(which);
  }

  @Override
  public Response tags(Request request, Route.Tags which) throws IOException {
    return tags.list(request, which);
  }

  @Override
  public Response referrers(Request request, Route.Referrers which) throws IOException {
    return referrers.list(request, which);
  }

  @Override
  public CompletionStage<Page<String>> images(Request request, PageQuery asked) throws IOException {
    return CompletableFuture.completedFuture(catalog.names(asked));
  }

  @Override
  public CompletionStage<List<DockerHit>> search(Request request, DockerQuery query)
      throws IOException {
    return CompletableFuture.completedFuture(catalog.search(query));
  }

  @Override
  public Set<Action> needed(Set<Action> usual) {
    return usual;
  }

  @Override
  public Response write(Request request, Route route) throws IOException {
    if (request.method() != Method.GET && request.method() != Method.HEAD) {
      requireWritable(request);
    }
    if (route instanceof Route.Manifest which) {
      return request.method() == Method.DELETE ? manifests.delete(which) : push.put(request, which);
    }
    if (route instanceof Route.Blob which) {
      return blobs.delete(which);
    }
    return route instanceof Route.Uploads where
        ? begin(request, where)
        : upload(request, (Route.Upload) route);
  }

  @Override
  public ChangeSet deletion(Asset asset) throws IOException {
    return manifests.deletion(asset);
  }

  @Override
  public ChangeSet deletion(Component component, List<Asset> assets) throws IOException {
    return manifests.deletionOfTags(assets);
  }

  /** It is a registry itself, whatever else clients take it for. */
  @Override
  public Optional<DockerSource> standingFor(String registry) {
    return Optional.of(this);
  }

  @Override
  public DockerSource withoutCredentials() {
    return this;
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
}
