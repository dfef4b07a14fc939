package io.entrepot.format.docker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.Node;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.util.List;

/** The tags of an image (end-8a and end-8b), without regard to case first, then binary. */
final class DockerTags {

  private final ContentStore content;

  DockerTags(ContentStore content) {
    this.content = content;
  }

  Response list(Request request, Route.Tags which) throws IOException {
    PageQuery asked = PageQuery.of(request.query());
    if (!known(which.image())) {
      throw DockerError.NAME_UNKNOWN.because("there is no image '" + which.image() + "'");
    }
    Page<Node> page =
        asked.size() == 0
            ? Page.last(List.of())
            : content.browse(DockerPaths.tags(which.image()), asked.cursor(), asked.size());
    RequestAddress address = new RequestAddress(request);
    ObjectNode body = Json.object().put("name", address.name(which.image()));
    ArrayNode tags = body.putArray("tags");
    page.items().forEach(tag -> tags.add(tag.name()));
    Response.Reply reply = Response.Reply.json(200, Json.write(body));
    if (page.next().isEmpty()) {
      return reply;
    }
    return reply.with(
        "Link",
        address.next(
            "v2/" + which.image() + "/tags/list",
            asked.size(),
            page.items().get(page.items().size() - 1).name()));
  }

  /** An image is there with its first blob, and until its last is gone; it may have no tag. */
  private boolean known(ImageName image) throws IOException {
    return !content.browse(DockerPaths.manifests(image), Cursor.START, 1).items().isEmpty()
        || !content.browse(DockerPaths.blobs(image), Cursor.START, 1).items().isEmpty();
  }
}
