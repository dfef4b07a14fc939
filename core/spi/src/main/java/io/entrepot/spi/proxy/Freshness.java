package io.entrepot.spi.proxy;

/** How long what is kept counts as current. */
public enum Freshness {
  /** As long as {@code proxy.metadataMaxAge} says: what upstream changes as a matter of course. */
  METADATA,
  /** As long as {@code proxy.contentMaxAge} says: what upstream may replace. */
  CONTENT,
  /** For ever: what is named by its digest. */
  FOREVER
}
