package io.entrepot.engine.admin;

import io.entrepot.spi.content.Asset;
import java.time.Instant;
import java.util.Optional;

/**
 * An asset of some repository.
 *
 * @param id unique among all; the same as long as there is an asset at that path
 * @param repository whose
 * @param asset what it is
 * @param blobCreated when its bytes first came into their store
 * @param downloaded when it was last read, to the day; empty if that is not known
 */
public record AssetView(
    long id, String repository, Asset asset, Instant blobCreated, Optional<Instant> downloaded) {}
