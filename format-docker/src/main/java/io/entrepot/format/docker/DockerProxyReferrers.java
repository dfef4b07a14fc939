package io.entrepot.format.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.entrepot.format.docker.DockerReferrers.Listed;
import io.entrepot.format.docker.UpstreamLists.Listed.Absent;
import io.entrepot.format.docker.UpstreamLists.Listed.Items;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.proxy.Fetch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What refers to manifests of another registry: what it says; where it does not know the question,
 * what its tag for that says (OCI distribution-spec §Unavailable Referrers API); while it does not
 * answer, what is kept.
 */
final class DockerProxyReferrers {

  private static final Headers INDEX = Headers.of("Accept", ManifestKind.OCI_INDEX.mediaType());

  private final ContentStore content;
  private final UpstreamLists lists;
  private final DockerProxyManifests manifests;
  private final DockerReferrers kept;

  DockerProxyReferrers(
      RepositoryContext context, UpstreamLists lists, DockerProxyManifests manifests) {
    this.content = context.content();
    this.lists = lists;
    this.manifests = manifests;
    this.kept = new DockerReferrers(content);
  }

  /**
   * Lists them.
   *
   * @param which as it was asked for
   * @param there as it is called upstream
   */
  Response list(Request request, Route.Referrers which, Route.Referrers there) {
    String path = "v2/" + there.image() + "/referrers/" + there.subject();
    return Response.Await.on(
        lists.all(path, "", "manifests", INDEX).thenCompose(listed -> known(there, listed)),
        known -> {
          List<JsonNode> all = new ArrayList<>(known.descriptors());
          if (!known.answered()) {
            all.addAll(kept.kept(request, there).descriptors());
          }
          return DockerReferrers.reply(request, which, page(request, all));
        });
  }

  private record Known(List<JsonNode> descriptors, boolean answered) {}

  private CompletionStage<Known> known(Route.Referrers there, UpstreamLists.Listed listed) {
    if (listed instanceof Items items) {
      return CompletableFuture.completedFuture(new Known(items.items(), true));
    }
    boolean answered = listed instanceof Absent;
    return tagged(there).thenApply(descriptors -> new Known(descriptors, answered));
  }

  /** What the tag lists that stands in for the question; nothing, if there is none. */
  private CompletionStage<List<JsonNode>> tagged(Route.Referrers there) {
    Tag tag = new Tag(there.subject().algorithm().label() + "-" + there.subject().hex());
    return manifests
        .fetch(new Route.Manifest(there.image(), new Reference.ByTag(tag)))
        .thenApply(
            fetch -> {
              try {
                return listed(fetch);
              } catch (IOException e) {
                return List.of(); // it is an index, or it stands in for nothing
              }
            });
  }

  private List<JsonNode> listed(Fetch fetch) throws IOException {
    if (!(fetch instanceof Fetch.Kept index)) {
      return List.of();
    }
    List<JsonNode> all = new ArrayList<>();
    Json.read(content.read(index.asset().blob(), ManifestReader.LARGEST))
        .path("manifests")
        .forEach(all::add);
    return all;
  }

  /** Those that are asked for; of what is named twice one. */
  static Listed page(Request request, List<JsonNode> all) {
    TreeMap<String, JsonNode> found = new TreeMap<>();
    for (JsonNode descriptor : all) {
      String digest = DockerReferrers.digest(descriptor);
      if (descriptor.isObject()
          && Digests.read(digest).isPresent()
          && digest.compareTo(DockerReferrers.last(request)) > 0
          && DockerReferrers.asked(request, descriptor)) {
        found.putIfAbsent(digest, descriptor);
      }
    }
    return new Listed(List.copyOf(found.values()), false);
  }
}
