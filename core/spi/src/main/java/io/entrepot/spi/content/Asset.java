package io.entrepot.spi.content;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One file of a repository.
 *
 * @param path where it is
 * @param blob its bytes
 * @param contentType its media type
 * @param attributes what the format noted about it
 * @param component what it belongs to
 * @param created when there was first an asset at this path
 * @param updated when its bytes were last set
 */
public record Asset(
    AssetPath path,
    StoredBlob blob,
    String contentType,
    Map<String, String> attributes,
    Optional<Component> component,
    Instant created,
    Instant updated) {

  public Asset {
    attributes = Map.copyOf(attributes);
  }

  /** Its entity tag, as HTTP writes it: the SHA-256 in quotes. */
  public String etag() {
    return '"' + blob.sha256().hex() + '"';
  }
}
