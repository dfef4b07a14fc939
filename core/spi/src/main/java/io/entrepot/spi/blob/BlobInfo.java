package io.entrepot.spi.blob;

import java.time.Instant;

/**
 * What a store's listing says of one blob.
 *
 * @param id its name
 * @param size its length in bytes
 * @param created when its upload was finished
 */
public record BlobInfo(BlobId id, long size, Instant created) {}
