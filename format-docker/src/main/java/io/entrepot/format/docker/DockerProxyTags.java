package io.entrepot.format.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.proxy.Fetch;
import java.io.IOException;
import java.util.List;

/** The tags of another registry's images; those that are kept, while it does not answer. */
final class DockerProxyTags {

  /** The value of {@code Cache-Status} of what is here alone. */
  static final String KEPT_ONLY = "Entrepot; hit; detail=UPSTREAM_FAILED";

  private final UpstreamLists lists;
  private final DockerTags kept;

  DockerProxyTags(RepositoryContext context, UpstreamLists lists) {
    this.lists = lists;
    this.kept = new DockerTags(context.content());
  }

  /**
   * Lists them.
   *
   * @param which as it was asked for
   * @param image as it is called upstream
   */
  Response list(Request request, Route.Tags which, ImageName image) throws IOException {
    PageQuery asked = PageQuery.of(request.query());
    return Response.Await.on(
        lists.all("v2/" + image + "/tags/list", "", "tags", DockerUpstream.LISTS),
        listed -> {
          if (listed instanceof UpstreamLists.Listed.Items all) {
            List<String> tags =
                all.items().stream().map(JsonNode::asText).filter(Tag::wellFormed).toList();
            return DockerTags.page(request, which, asked, tags);
          }
          if (listed instanceof UpstreamLists.Listed.Absent) {
            throw DockerError.NAME_UNKNOWN.because("there is no image '" + which.image() + "'");
          }
          List<String> tags = kept.all(image);
          if (tags.isEmpty()) {
            throw ((UpstreamLists.Listed.Failed) listed).problem().asException();
          }
          return DockerTags.page(request, which, asked, tags).with(Fetch.CACHE_STATUS, KEPT_ONLY);
        });
  }
}
