package io.entrepot.format.docker;

import io.entrepot.spi.blob.Digest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a manifest says of something else (OCI image-spec §Content Descriptors).
 *
 * @param mediaType the other's type; may be empty
 * @param text its digest as written
 * @param digest its digest; empty if it is of an algorithm that is not supported
 * @param elsewhere whether it can be had from elsewhere and need not be here
 * @param urls where else
 */
record Descriptor(
    String mediaType, String text, Optional<Digest> digest, boolean elsewhere, List<String> urls) {

  private static final Set<String> FOREIGN =
      Set.of(
          "application/vnd.docker.image.rootfs.foreign.diff.tar",
          "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
          "application/vnd.oci.image.layer.nondistributable.v1.tar",
          "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
          "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd");

  Descriptor {
    urls = List.copyOf(urls);
  }

  /** Whether a layer of that type is not for distribution. */
  static boolean foreign(String mediaType) {
    return FOREIGN.contains(mediaType);
  }
}
