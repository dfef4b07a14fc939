package io.entrepot.format.docker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.FormatRecord;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The images that a repository holds, in the binary order of their names. */
final class DockerCatalog {

  /** How many names are read at once where all are looked through. */
  private static final int PAGE = 1000;

  private final ContentStore content;

  DockerCatalog(ContentStore content) {
    this.content = content;
  }

  /** Names of images. */
  Page<String> names(PageQuery asked) throws IOException {
    if (asked.size() == 0) {
      return Page.last(List.of());
    }
    Page<FormatRecord> page =
        content.records(DockerPaths.IMAGES).list("", asked.cursor(), asked.size());
    return new Page<>(page.items().stream().map(FormatRecord::key).toList(), page.next());
  }

  /** The images that a search finds. */
  List<DockerHit> search(DockerQuery query) throws IOException {
    List<DockerHit> hits = new ArrayList<>();
    Optional<Cursor> from = Optional.of(Cursor.START);
    while (from.isPresent() && hits.size() < query.limit()) {
      Page<String> page = names(new PageQuery(PAGE, from.get().after()));
      page.items().stream()
          .filter(query::finds)
          .limit(query.limit() - hits.size())
          .forEach(name -> hits.add(DockerHit.of(query.prefix() + name)));
      from = page.next();
    }
    return hits;
  }

  /** The answer with some names, and where to go on if there are more. */
  static Response.Reply reply(Request request, PageQuery asked, List<String> names, boolean more) {
    ObjectNode body = Json.object();
    ArrayNode repositories = body.putArray("repositories");
    names.forEach(repositories::add);
    Response.Reply reply = Response.Reply.json(200, Json.write(body));
    if (!more || names.isEmpty()) {
      return reply;
    }
    return reply.with(
        "Link",
        new RequestAddress(request).next("v2/_catalog", asked.size(), names.get(names.size() - 1)));
  }
}
