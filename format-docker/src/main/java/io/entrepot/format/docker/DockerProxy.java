package io.entrepot.format.docker;

import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.page.Page;
import io.entrepot.spi.security.Action;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Another registry's images, kept as they are asked for. */
final class DockerProxy implements DockerSource {

  private final RepositoryContext context;
  private final DockerUpstream upstream;
  private final DockerManifests kept;
  private final DockerProxyManifests manifests;
  private final DockerProxyBlobs blobs;
  private final DockerProxyTags tags;
  private final DockerProxyReferrers referrers;
  private final DockerIndex index;

  DockerProxy(RepositoryContext context) {
    this.context = context;
    this.upstream = DockerUpstream.of(context.settings());
    this.kept = new DockerManifests(context.content());
    this.manifests = new DockerProxyManifests(context, upstream);
    this.blobs = new DockerProxyBlobs(context, upstream);
    UpstreamLists lists = new UpstreamLists(context, upstream);
    this.tags = new DockerProxyTags(context, lists);
    this.referrers = new DockerProxyReferrers(context, lists, manifests);
    this.index = new DockerIndex(context, upstream, lists);
  }

  @Override
  public Response manifest(Request request, Route.Manifest which) {
    return manifests.send(new Route.Manifest(upstream.canonical(which.image()), which.reference()));
  }

  @Override
  public Response blob(Request request, Route.Blob which) throws IOException {
    return blobs.send(request, new Route.Blob(upstream.canonical(which.image()), which.digest()));
  }

  @Override
  public Response tags(Request request, Route.Tags which) throws IOException {
    return tags.list(request, which, upstream.canonical(which.image()));
  }

  @Override
  public Response referrers(Request request, Route.Referrers which) {
    return referrers.list(
        request, which, new Route.Referrers(upstream.canonical(which.image()), which.subject()));
  }

  @Override
  public CompletionStage<Page<String>> images(Request request, PageQuery asked) throws IOException {
    return index.images(asked);
  }

  @Override
  public CompletionStage<List<DockerHit>> search(Request request, DockerQuery query)
      throws IOException {
    return index.search(query);
  }

  /** Whoever may read is told that nothing can be pushed, rather than asked for another right. */
  @Override
  public Set<Action> needed(Set<Action> usual) {
    return Set.of(Action.READ);
  }

  @Override
  public Response write(Request request, Route route) throws IOException {
    throw new Problem(
            DockerError.UNSUPPORTED.status(),
            DockerError.UNSUPPORTED.name(),
            "repository '%s' is a proxy of %s, to which nothing can be pushed and in which nothing can be deleted: push to a hosted repository"
                .formatted(context.name(), upstream.shown()),
            Headers.of("Allow", "GET, HEAD"))
        .asException();
  }

  @Override
  public ChangeSet deletion(Asset asset) throws IOException {
    return kept.deletion(asset);
  }

  @Override
  public ChangeSet deletion(Component component, List<Asset> assets) throws IOException {
    return kept.deletionOfTags(assets);
  }

  @Override
  public Optional<DockerSource> standingFor(String registry) {
    return upstream.is(registry) ? Optional.of(this) : Optional.empty();
  }

  /** A repository that has credentials is no mirror. */
  @Override
  public DockerSource withoutCredentials() {
    return this;
  }
}
