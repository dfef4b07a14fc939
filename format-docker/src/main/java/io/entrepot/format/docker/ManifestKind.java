package io.entrepot.format.docker;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The manifests that can be pushed. */
enum ManifestKind {
  DOCKER_MANIFEST("application/vnd.docker.distribution.manifest.v2+json", false),
  DOCKER_LIST("application/vnd.docker.distribution.manifest.list.v2+json", true),
  OCI_MANIFEST("application/vnd.oci.image.manifest.v1+json", false),
  OCI_INDEX("application/vnd.oci.image.index.v1+json", true);

  private final String mediaType;
  private final boolean list;

  ManifestKind(String mediaType, boolean list) {
    this.mediaType = mediaType;
    this.list = list;
  }

  /** Its media type. */
  String mediaType() {
    return mediaType;
  }

  /** Whether it lists other manifests, rather than layers. */
  boolean list() {
    return list;
  }

  /** The kind of that media type; empty if there is none. */
  static Optional<ManifestKind> ofMediaType(String mediaType) {
    return Arrays.stream(values()).filter(kind -> kind.mediaType.equals(mediaType)).findFirst();
  }

  /** All media types, for a message. */
  static String mediaTypes() {
    return Arrays.stream(values()).map(ManifestKind::mediaType).collect(Collectors.joining(", "));
  }
}
