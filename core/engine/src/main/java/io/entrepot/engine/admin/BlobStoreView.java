package io.entrepot.engine.admin;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A blob store and how it is.
 *
 * @param name unique; {@code default} always exists
 * @param path its folder: absolute
 * @param blobs how many blobs it has
 * @param size their bytes
 * @param available the bytes left on its file system
 * @param softQuota the bytes above which it is said to be over its quota; writes go on
 * @param problem why it cannot be used now; empty if it can
 */
public record BlobStoreView(
    String name,
    Path path,
    long blobs,
    long size,
    long available,
    OptionalLong softQuota,
    Optional<String> problem) {}
