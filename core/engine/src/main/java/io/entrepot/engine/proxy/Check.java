package io.entrepot.engine.proxy;

import io.entrepot.spi.content.Asset;
import io.entrepot.spi.http.Headers;
import java.time.Instant;
import java.util.Optional;

/**
 * When an asset was last found to be as upstream has it.
 *
 * @param updated when the asset's bytes were set that this is about
 * @param when it was looked up
 * @param etag upstream's entity tag of those bytes
 * @param modified upstream's {@code Last-Modified} of them
 */
record Check(Instant updated, Instant when, Optional<String> etag, Optional<String> modified) {

  /** What is known of an asset of which nothing else is: it came when it was set. */
  static Check of(Asset asset) {
    return new Check(asset.updated(), asset.updated(), Optional.empty(), Optional.empty());
  }

  /** An asset that has just come, or has just been found to be current. */
  static Check of(Asset asset, Instant now, Headers answer) {
    return new Check(asset.updated(), now, answer.first("ETag"), answer.first("Last-Modified"));
  }

  /** Whether it is about the asset as that is. */
  boolean isOf(Asset asset) {
    return updated.equals(asset.updated());
  }

  /** The same a while later; what the answer does not say is as it was. */
  Check again(Instant now, Headers answer) {
    return new Check(
        updated,
        now,
        answer.first("ETag").or(() -> etag),
        answer.first("Last-Modified").or(() -> modified));
  }

  /** The fields that ask for it only if it has changed. */
  Headers conditions() {
    Headers conditions = Headers.none();
    if (etag.isPresent()) {
      conditions = conditions.and("If-None-Match", etag.get());
    }
    if (modified.isPresent()) {
      conditions = conditions.and("If-Modified-Since", modified.get());
    }
    return conditions;
  }
}
