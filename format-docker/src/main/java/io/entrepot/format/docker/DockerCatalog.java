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

/** The images of a repository, in the binary order of their names. */
final class DockerCatalog {

  /** How many names are read at once where all are looked through. */
  static final int PAGE = 1000;

  private final ContentStore content;

  DockerCatalog(ContentStore content) {
    this.content = content;
  }

  /** Names of images. */
  Page<String> names(Cursor from, int limit) throws IOException {
    Page<FormatRecord> page = content.records(DockerPaths.IMAGES).list("", from, limit);
    return new Page<>(page.items().stream().map(FormatRecord::key).toList(), page.next());
  }

  Response list(Request request) throws IOException {
    PageQuery asked = PageQuery.of(request.query());
    String prefix = new RequestAddress(request).prefix();
    if (asked.size() == 0) {
      return reply(request, asked, List.of(), false);
    }
    String last = asked.last();
    Cursor from = Cursor.after(last.startsWith(prefix) ? last.substring(prefix.length()) : last);
    Page<String> page = names(from, asked.size());
    List<String> names = new ArrayList<>();
    page.items().forEach(name -> names.add(prefix + name));
    return reply(request, asked, names, page.next().isPresent());
  }

  /** The answer with some names, and where to go on if there are more. */
  static Response reply(Request request, PageQuery asked, List<String> names, boolean more) {
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
