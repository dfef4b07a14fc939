package io.entrepot.engine.admin;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How large a blob store may become.
 *
 * @param softQuota what is reported when it is crossed; writes go on
 * @param hardLimit the bytes beyond which uploads are refused
 */
public record BlobStoreLimits(Optional<SoftQuota> softQuota, OptionalLong hardLimit) {

  /** As large as its file system lets it. */
  public static final BlobStoreLimits NONE =
      new BlobStoreLimits(Optional.empty(), OptionalLong.empty());
}
