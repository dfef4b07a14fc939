package io.entrepot.engine.admin;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A blob store and how it is.
 *
 * @param name unique; {@code default} always exists
 * @param path its folder: absolute
 * @param blobs how many blobs it has
 * @param size their bytes
 * @param available the bytes left on its file system
 * @param limits how large it may become
 * @param problem why it cannot be used now; empty if it can
 */
public record BlobStoreView(
    String name,
    Path path,
    long blobs,
    long size,
    long available,
    BlobStoreLimits limits,
    Optional<String> problem) {

  /** What is wrong about its soft quota: a sentence; empty if there is none, or it is kept. */
  public Optional<String> quotaViolation() {
    return limits
        .softQuota()
        .filter(
            quota ->
                switch (quota.rule()) {
                  case SPACE_USED -> size > quota.limit();
                  case SPACE_REMAINING -> available < quota.limit();
                })
        .map(
            quota ->
                switch (quota.rule()) {
                  case SPACE_USED ->
                      "blob store '%s' has %d bytes, more than its quota of %d"
                          .formatted(name, size, quota.limit());
                  case SPACE_REMAINING ->
                      "blob store '%s' has %d bytes left, less than its quota of %d"
                          .formatted(name, available, quota.limit());
                });
  }
}
