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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The tags of an image (end-8a and end-8b), without regard to case first, then binary. */
final class DockerTags {

  /** OCI distribution-spec §Listing Tags: as lists of content are ordered. */
  static final Comparator<String> ORDER =
      Comparator.<String, String>comparing(tag -> tag.toLowerCase(Locale.ROOT))
          .thenComparing(Comparator.naturalOrder());

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
    return reply(
        request,
        which,
        asked,
        page.items().stream().map(Node::name).toList(),
        page.next().isPresent());
  }

  /** All tags that are here. */
  List<String> all(ImageName image) throws IOException {
    List<String> all = new ArrayList<>();
    Optional<Cursor> from = Optional.of(Cursor.START);
    while (from.isPresent()) {
      Page<Node> page = content.browse(DockerPaths.tags(image), from.get(), PageQuery.LARGEST);
      page.items().forEach(tag -> all.add(tag.name()));
      from = page.next();
    }
    return all;
  }

  /** The page that was asked for, of all tags that there are. */
  static Response.Reply page(
      Request request, Route.Tags which, PageQuery asked, Collection<String> all) {
    List<String> behind =
        all.stream()
            .distinct()
            .filter(tag -> asked.last().isEmpty() || ORDER.compare(tag, asked.last()) > 0)
            .sorted(ORDER)
            .limit(asked.size() + 1L)
            .toList();
    boolean more = asked.size() > 0 && behind.size() > asked.size();
    return reply(
        request, which, asked, behind.subList(0, Math.min(behind.size(), asked.size())), more);
  }

  /** The answer with some tags, and where to go on if there are more. */
  static Response.Reply reply(
      Request request, Route.Tags which, PageQuery asked, List<String> tags, boolean more) {
    RequestAddress address = new RequestAddress(request);
    ObjectNode body = Json.object().put("name", address.name(which.image()));
    ArrayNode list = body.putArray("tags");
    tags.forEach(list::add);
    Response.Reply reply = Response.Reply.json(200, Json.write(body));
    if (!more || tags.isEmpty()) {
      return reply;
    }
    return reply.with(
        "Link",
        address.next(
            "v2/" + which.image() + "/tags/list", asked.size(), tags.get(tags.size() - 1)));
  }

  /** An image is there with its first blob, and until its last is gone; it may have no tag. */
  private boolean known(ImageName image) throws IOException {
    return !content.browse(DockerPaths.manifests(image), Cursor.START, 1).items().isEmpty()
        || !content.browse(DockerPaths.blobs(image), Cursor.START, 1).items().isEmpty();
  }
}
