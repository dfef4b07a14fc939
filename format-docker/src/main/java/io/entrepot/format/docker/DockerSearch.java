package io.entrepot.format.docker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrepot.spi.http.Parameters;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One search of Docker's first protocol, which {@code docker search} and podman still speak: names
 * that contain a text, without regard to case.
 */
final class DockerSearch {

  private static final int USUAL = 25;
  private static final int MOST = 100;
  private static final int PAGE = 1000;

  private final String query;
  private final String text;
  private final int limit;
  private final List<String> found = new ArrayList<>();

  /** The search that a query asks for. */
  DockerSearch(Parameters asked) {
    this.query = asked.first("q").orElse("");
    this.text = query.trim().toLowerCase(Locale.ROOT);
    this.limit = limit(asked.first("n").orElse(""));
  }

  /**
   * Looks through a repository's images.
   *
   * @param prefix what comes before their names
   * @return this
   */
  DockerSearch in(DockerCatalog catalog, String prefix) throws IOException {
    Optional<Cursor> from = Optional.of(Cursor.START);
    while (from.isPresent() && found.size() < limit) {
      Page<String> page = catalog.names(from.get(), PAGE);
      page.items().stream()
          .map(name -> prefix + name)
          .filter(name -> name.toLowerCase(Locale.ROOT).contains(text))
          .limit(limit - found.size())
          .forEach(found::add);
      from = page.next();
    }
    return this;
  }

  /** The answer. */
  Response reply() {
    ObjectNode body =
        Json.object()
            .put("num_results", found.size())
            .put("num_pages", 1)
            .put("page", 1)
            .put("page_size", limit)
            .put("query", query);
    ArrayNode results = body.putArray("results");
    for (String name : found) {
      results
          .addObject()
          .put("name", name)
          .put("description", "")
          .put("star_count", 0)
          .put("is_official", false)
          .put("is_automated", false)
          .put("is_trusted", false);
    }
    return Response.Reply.json(200, Json.write(body));
  }

  /** What cannot be a number of results is taken for none: docker search sends one of its own. */
  private static int limit(String n) {
    if (!n.matches("[0-9]{1,9}") || Integer.parseInt(n) == 0) {
      return USUAL;
    }
    return Math.min(Integer.parseInt(n), MOST);
  }
}
