package io.entrepot.format.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.FormatRecord;
import io.entrepot.spi.http.Body;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What refers to a manifest, which need not be there itself (end-12a and end-12b). */
final class DockerReferrers {

  /** A page ends behind the descriptor with which it gets larger than this, in characters. */
  private static final int PAGE = 2 * 1024 * 1024;

  private static final int RECORDS = 500;

  private final ContentStore content;

  DockerReferrers(ContentStore content) {
    this.content = content;
  }

  Response list(Request request, Route.Referrers which) throws IOException {
    Optional<String> type = request.query().first("artifactType").filter(t -> !t.isEmpty());
    ObjectNode index =
        Json.object().put("schemaVersion", 2).put("mediaType", ManifestKind.OCI_INDEX.mediaType());
    Optional<String> next =
        fill(index.putArray("manifests"), which, type, request.query().first("last").orElse(""));
    Headers headers = Headers.of("Content-Type", ManifestKind.OCI_INDEX.mediaType());
    if (type.isPresent()) {
      headers = headers.and("OCI-Filters-Applied", "artifactType");
    }
    if (next.isPresent()) {
      headers = headers.and("Link", link(request, which, type, next.get()));
    }
    return new Response.Reply(200, headers, Body.text(Json.write(index)));
  }

  /** Adds descriptors; gives the last one's digest if there may be more. */
  private Optional<String> fill(
      ArrayNode manifests, Route.Referrers which, Optional<String> type, String last)
      throws IOException {
    String prefix = DockerPaths.referrers(which.image(), which.subject());
    Optional<Cursor> from =
        Optional.of(last.isEmpty() ? Cursor.START : Cursor.after(prefix + last));
    int size = 0;
    while (from.isPresent()) {
      Page<FormatRecord> page =
          content.records(DockerPaths.REFERRERS).list(prefix, from.get(), RECORDS);
      for (FormatRecord record : page.items()) {
        if (size > PAGE) {
          return Optional.of(manifests.get(manifests.size() - 1).path("digest").asText());
        }
        JsonNode descriptor = Json.read(record.json());
        if (type.isEmpty() || type.get().equals(descriptor.path("artifactType").asText())) {
          manifests.add(descriptor);
          size += record.json().length();
        }
      }
      from = page.next();
    }
    return Optional.empty();
  }

  private static String link(
      Request request, Route.Referrers which, Optional<String> type, String last) {
    String address =
        request.locate("v2/" + which.image() + "/referrers/" + which.subject()) + "?last=" + last;
    String filtered =
        type.map(t -> address + "&artifactType=" + URLEncoder.encode(t, StandardCharsets.UTF_8))
            .orElse(address);
    return "<" + filtered + ">; rel=\"next\"";
  }
}
