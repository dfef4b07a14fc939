package io.entrepot.spi.blob;

/**
 * Space of a store, in bytes.
 *
 * @param available what can still be written; {@link Long#MAX_VALUE} where the store has no limit
 * @param total the size of what holds the store; {@link Long#MAX_VALUE} where unlimited
 */
public record Usage(long available, long total) {}
