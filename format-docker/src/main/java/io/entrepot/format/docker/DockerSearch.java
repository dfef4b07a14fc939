package io.entrepot.format.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrepot.spi.http.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * The results of a search of Docker's first protocol, which {@code docker search} and podman still
 * speak.
 */
final class DockerSearch {

  private DockerSearch() {}

  /** The answer with those images, as many as were asked for. */
  static Response.Reply reply(DockerQuery query, List<DockerHit> hits) {
    List<DockerHit> shown = hits.subList(0, Math.min(hits.size(), query.limit()));
    ObjectNode body =
        Json.object()
            .put("num_results", shown.size())
            .put("num_pages", 1)
            .put("page", 1)
            .put("page_size", query.limit())
            .put("query", query.sent());
    ArrayNode results = body.putArray("results");
    for (DockerHit hit : shown) {
      results
          .addObject()
          .put("name", hit.name())
          .put("description", hit.description())
          .put("star_count", hit.stars())
          .put("is_official", hit.official())
          .put("is_automated", false)
          .put("is_trusted", false);
    }
    return Response.Reply.json(200, Json.write(body));
  }

  /**
   * The images of such an answer.
   *
   * @param prefix what comes before their names here
   */
  static List<DockerHit> read(JsonNode body, String prefix) {
    List<DockerHit> hits = new ArrayList<>();
    for (JsonNode result : body.path("results")) {
      String name = result.path("name").asText();
      if (ImageName.wellFormed(name)) {
        hits.add(
            new DockerHit(
                prefix + name,
                Shown.of(result.path("description").asText()),
                Math.max(0, result.path("star_count").asLong()),
                result.path("is_official").asBoolean()));
      }
    }
    return hits;
  }
}
