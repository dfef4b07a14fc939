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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What refers to a manifest, which need not be there itself (end-12a and end-12b). */
final class DockerReferrers {

  /** A page ends behind the descriptor with which it gets larger than this, in characters. */
  private static final int PAGE = 2 * 1024 * 1024;

  private static final int RECORDS = 500;

  /**
   * Descriptors in the order of their digests.
   *
   * @param more whether there are others behind them
   */
  record Listed(List<JsonNode> descriptors, boolean more) {
    Listed {
      descriptors = List.copyOf(descriptors);
    }
  }

  private final ContentStore content;

  DockerReferrers(ContentStore content) {
    this.content = content;
  }

  Response list(Request request, Route.Referrers which) throws IOException {
    return reply(request, which, kept(request, which));
  }

  /** Those that are here, of the page that is asked for. */
  Listed kept(Request request, Route.Referrers which) throws IOException {
    String prefix = DockerPaths.referrers(which.image(), which.subject());
    String last = last(request);
    Optional<Cursor> from =
        Optional.of(last.isEmpty() ? Cursor.START : Cursor.after(prefix + last));
    List<JsonNode> descriptors = new ArrayList<>();
    int size = 0;
    while (from.isPresent()) {
      Page<FormatRecord> page =
          content.records(DockerPaths.REFERRERS).list(prefix, from.get(), RECORDS);
      for (FormatRecord record : page.items()) {
        if (size > PAGE) {
          return new Listed(descriptors, true);
        }
        JsonNode descriptor = Json.read(record.json());
        if (asked(request, descriptor)) {
          descriptors.add(descriptor);
          size += record.json().length();
        }
      }
      from = page.next();
    }
    return new Listed(descriptors, false);
  }

  /** Whether a descriptor is of the type that is asked for. */
  static boolean asked(Request request, JsonNode descriptor) {
    Optional<String> type = type(request);
    return type.isEmpty() || type.get().equals(descriptor.path("artifactType").asText());
  }

  /** The digest behind which the page begins that is asked for; may be empty. */
  static String last(Request request) {
    return request.query().first("last").orElse("");
  }

  /** The answer with some descriptors. */
  static Response.Reply reply(Request request, Route.Referrers which, Listed listed) {
    ObjectNode index =
        Json.object().put("schemaVersion", 2).put("mediaType", ManifestKind.OCI_INDEX.mediaType());
    ArrayNode manifests = index.putArray("manifests");
    listed.descriptors().forEach(manifests::add);
    Headers headers = Headers.of("Content-Type", ManifestKind.OCI_INDEX.mediaType());
    if (type(request).isPresent()) {
      headers = headers.and("OCI-Filters-Applied", "artifactType");
    }
    if (listed.more() && !manifests.isEmpty()) {
      headers =
          headers.and("Link", link(request, which, digest(manifests.get(manifests.size() - 1))));
    }
    return new Response.Reply(200, headers, Body.text(Json.write(index)));
  }

  /** The digest of a descriptor. */
  static String digest(JsonNode descriptor) {
    return descriptor.path("digest").asText();
  }

  private static Optional<String> type(Request request) {
    return request.query().first("artifactType").filter(type -> !type.isEmpty());
  }

  private static String link(Request request, Route.Referrers which, String last) {
    String address =
        request.locate("v2/" + which.image() + "/referrers/" + which.subject()) + "?last=" + last;
    String filtered =
        type(request)
            .map(t -> address + "&artifactType=" + URLEncoder.encode(t, StandardCharsets.UTF_8))
            .orElse(address);
    return "<" + filtered + ">; rel=\"next\"";
  }
}
