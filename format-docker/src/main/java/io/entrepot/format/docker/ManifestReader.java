package io.entrepot.format.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.http.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads manifests: Docker's image manifest version 2, schema 2, its manifest list, and OCI
 * image-spec's manifest and index, with any artifact in them.
 */
final class ManifestReader {

  /** The largest manifest that is taken, in bytes (OCI distribution-spec §Pushing Manifests). */
  static final int LARGEST = 4 * 1024 * 1024;

  private static final int MOST_URLS = 10;
  private static final int LONGEST_URL = 2_000;

  /** Types that a client gives which does not care to say what it sends. */
  private static final Set<String> VAGUE =
      Set.of(
          "",
          "application/json",
          "application/octet-stream",
          "application/x-www-form-urlencoded",
          "text/plain");

  private static final Set<String> FIRST_SCHEMA =
      Set.of(
          "application/vnd.docker.distribution.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v1+prettyjws");

  private ManifestReader() {}

  /** Whether a media type says nothing. */
  static boolean vague(String mediaType) {
    return VAGUE.contains(mediaType);
  }

  /**
   * Reads a manifest.
   *
   * @param contentType the request's, possibly with parameters; empty if it has none
   * @throws ProblemException {@code MANIFEST_INVALID} saying what is wrong with it
   */
  static Manifest read(byte[] bytes, String contentType) throws IOException {
    JsonNode json = json(bytes);
    String sent = contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    ManifestKind kind = kind(json, sent);
    if (!json.path("schemaVersion").isInt() || json.path("schemaVersion").intValue() != 2) {
      throw invalid("its schemaVersion is not 2");
    }
    unambiguous(json, kind);
    Optional<Descriptor> subject =
        absent(json.path("subject"))
            ? Optional.empty()
            : Optional.of(descriptor(json.path("subject"), "subject"));
    return new Manifest(
        kind,
        kind.list() ? List.of() : blobs(json),
        kind.list() ? descriptors(json, "manifests") : List.of(),
        subject,
        artifactType(json, kind),
        annotations(json));
  }

  private static JsonNode json(byte[] bytes) throws IOException {
    JsonNode json;
    try {
      json = Json.read(bytes);
    } catch (JsonProcessingException e) {
      throw invalid("it is not well-formed JSON: " + Shown.of(e.getOriginalMessage()));
    }
    if (!json.isObject()) {
      throw invalid("it is not a JSON object");
    }
    return json;
  }

  private static ManifestKind kind(JsonNode json, String sent) throws ProblemException {
    String own = text(json, "mediaType");
    if (FIRST_SCHEMA.contains(sent)
        || FIRST_SCHEMA.contains(own)
        || (json.path("schemaVersion").isInt() && json.path("schemaVersion").intValue() == 1)) {
      throw invalid(
          "schema 1 is not supported: build or pull the image anew with a client of today, and push"
              + " that");
    }
    Optional<ManifestKind> said = ManifestKind.ofMediaType(sent);
    if (said.isEmpty() && !VAGUE.contains(sent)) {
      throw invalid("the Content-Type '" + Shown.of(sent) + "' is none of " + known());
    }
    if (own.isEmpty()) {
      return said.orElse(
          absent(json.path("manifests")) ? ManifestKind.OCI_MANIFEST : ManifestKind.OCI_INDEX);
    }
    ManifestKind kind =
        ManifestKind.ofMediaType(own)
            .orElseThrow(
                () -> invalid("its mediaType '" + Shown.of(own) + "' is none of " + known()));
    if (said.isPresent() && said.get() != kind) {
      throw invalid("its mediaType is '" + own + "', but the Content-Type is '" + sent + "'");
    }
    return kind;
  }

  /** A document that is both would be read differently by different clients. */
  private static void unambiguous(JsonNode json, ManifestKind kind) throws ProblemException {
    for (String field : kind.list() ? List.of("config", "layers") : List.of("manifests")) {
      if (json.has(field)) {
        throw invalid("a " + kind.mediaType() + " has no '" + field + "'");
      }
    }
    if (json.has("fsLayers")) {
      throw invalid("'fsLayers' is a field of schema 1, which is not supported");
    }
  }

  private static List<Descriptor> blobs(JsonNode json) throws ProblemException {
    List<Descriptor> blobs = new ArrayList<>();
    blobs.add(descriptor(json.path("config"), "config"));
    blobs.addAll(descriptors(json, "layers"));
    return blobs;
  }

  private static List<Descriptor> descriptors(JsonNode json, String field) throws ProblemException {
    JsonNode list = json.path(field);
    if (absent(list)) {
      return List.of();
    }
    if (!list.isArray()) {
      throw invalid("its '" + field + "' is not a list");
    }
    List<Descriptor> descriptors = new ArrayList<>();
    for (JsonNode item : list) {
      descriptors.add(descriptor(item, field + "[" + descriptors.size() + "]"));
    }
    return descriptors;
  }

  private static Descriptor descriptor(JsonNode json, String field) throws ProblemException {
    if (!json.isObject()) {
      throw invalid("its '" + field + "' is missing or not an object");
    }
    JsonNode size = json.path("size");
    if (!absent(size) && (!size.isIntegralNumber() || size.bigIntegerValue().signum() < 0)) {
      throw invalid("the size of its '" + field + "' is not a number of bytes");
    }
    String mediaType = text(json, "mediaType");
    String text = text(json, "digest");
    Optional<Digest> digest = Digests.read(text);
    boolean elsewhere =
        Descriptor.foreign(mediaType)
            || (json.path("urls").isArray() && !json.path("urls").isEmpty());
    if (digest.isEmpty() && !elsewhere) {
      throw invalid(
          "the digest '"
              + Shown.of(text)
              + "' of its '"
              + field
              + "' is not a sha256 or sha512 one");
    }
    return new Descriptor(mediaType, text, digest, elsewhere, urls(json));
  }

  private static List<String> urls(JsonNode json) {
    List<String> urls = new ArrayList<>();
    for (JsonNode url : json.path("urls")) {
      if (url.isTextual() && url.textValue().length() <= LONGEST_URL && urls.size() < MOST_URLS) {
        urls.add(url.textValue());
      }
    }
    return urls;
  }

  /**
   * OCI distribution-spec §Listing Referrers: a manifest without a type has its configuration's.
   */
  private static String artifactType(JsonNode json, ManifestKind kind) throws ProblemException {
    String type = text(json, "artifactType");
    return type.isEmpty() && !kind.list() ? text(json.path("config"), "mediaType") : type;
  }

  private static JsonNode annotations(JsonNode json) throws ProblemException {
    JsonNode annotations = json.path("annotations");
    if (absent(annotations)) {
      return Json.object();
    }
    if (!annotations.isObject()) {
      throw invalid("its 'annotations' are not an object");
    }
    for (JsonNode value : annotations) {
      if (!value.isTextual()) {
        throw invalid("its 'annotations' are not all texts");
      }
    }
    return annotations;
  }

  private static String text(JsonNode json, String field) throws ProblemException {
    JsonNode value = json.path(field);
    if (absent(value)) {
      return "";
    }
    if (!value.isTextual()) {
      throw invalid("'" + field + "' is not a text");
    }
    return value.textValue();
  }

  private static boolean absent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  private static String known() {
    return ManifestKind.mediaTypes();
  }

  private static ProblemException invalid(String sentence) {
    return DockerError.MANIFEST_INVALID.because("the manifest cannot be taken: " + sentence);
  }
}
