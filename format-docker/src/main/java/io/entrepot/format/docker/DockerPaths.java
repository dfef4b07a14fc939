package io.entrepot.format.docker;

import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.content.AssetPath;
import java.util.Optional;

/**
 * Where a repository keeps what.
 *
 * <pre>
 * assets
 * └── app/                            an image; its name may have more segments
 *     ├── _blobs/sha256:4413…         configurations and layers
 *     ├── _manifests/sha256:9f86…     manifests and indexes; refer to their blobs and children
 *     ├── _manifests/sha512:ee26…     the same, pushed by another digest
 *     └── _tags/1.0                   the manifest's bytes again; refers to the manifest
 *
 * records
 * ├── image     app                                  images with at least one manifest
 * ├── referrer  app@sha256:9f86…@sha256:60ad…        a descriptor: the second refers to the first;
 * │                                                  owned by the second
 * └── need      app@sha256:4413…@sha256:9f86…        proxies: the second needs the first, which may
 *                                                    not have come yet; owned by the second
 * </pre>
 *
 * No component of an image name can begin with an underscore, so no image is in another's way.
 */
final class DockerPaths {

  /** The kind of records that say which images there are. */
  static final String IMAGES = "image";

  /** The kind of records that say which manifests have a subject. */
  static final String REFERRERS = "referrer";

  /** The kind of records that say what manifests of proxies need. */
  static final String NEEDS = "need";

  /** The attribute of manifests and tags that names the manifest's digest. */
  static final String DIGEST = "digest";

  private static final String TAGS = "_tags";
  private static final String MANIFESTS = "_manifests";

  /**
   * What an asset's path says.
   *
   * @param image the image that it belongs to
   * @param digest which of the image's it is
   */
  record Stored(ImageName image, Digest digest) {}

  private DockerPaths() {}

  /** The manifest that is kept at a path; empty if something else is. */
  static Optional<Stored> storedManifest(AssetPath path) {
    AssetPath folder = path.parent().orElse(AssetPath.ROOT);
    Optional<AssetPath> image = folder.parent();
    if (!folder.name().equals(MANIFESTS) || image.isEmpty()) {
      return Optional.empty();
    }
    return Digests.read(path.name())
        .filter(digest -> ImageName.wellFormed(image.get().value()))
        .map(digest -> new Stored(new ImageName(image.get().value()), digest));
  }

  /** The image whose tag is kept at a path; empty if something else is. */
  static Optional<ImageName> imageOfTag(AssetPath path) {
    return path.parent()
        .filter(folder -> folder.name().equals(TAGS))
        .flatMap(AssetPath::parent)
        .map(AssetPath::value)
        .filter(ImageName::wellFormed)
        .map(ImageName::new);
  }

  static AssetPath image(ImageName image) {
    return new AssetPath(image.value());
  }

  static AssetPath blobs(ImageName image) {
    return image(image).resolve("_blobs");
  }

  static AssetPath manifests(ImageName image) {
    return image(image).resolve(MANIFESTS);
  }

  static AssetPath tags(ImageName image) {
    return image(image).resolve(TAGS);
  }

  static AssetPath blob(ImageName image, Digest digest) {
    return blobs(image).resolve(digest.toString());
  }

  static AssetPath manifest(ImageName image, Digest digest) {
    return manifests(image).resolve(digest.toString());
  }

  static AssetPath tag(ImageName image, Tag tag) {
    return tags(image).resolve(tag.value());
  }

  /** The path by which the registry protocol reads what is at an asset's. */
  static String address(AssetPath asset) {
    String kind = asset.parent().orElse(AssetPath.ROOT).name();
    String image = asset.parent().flatMap(AssetPath::parent).orElse(AssetPath.ROOT).value();
    return switch (kind) {
      case "_blobs" -> "v2/" + image + "/blobs/" + asset.name();
      case "_manifests", "_tags" -> "v2/" + image + "/manifests/" + asset.name();
      default -> asset.value();
    };
  }

  /** What the keys of all records of those begin with that need something. */
  static String needs(ImageName image, Digest needed) {
    return image + "@" + needed + "@";
  }

  /** What the keys of all referrers of a manifest begin with. */
  static String referrers(ImageName image, Digest subject) {
    return image + "@" + subject + "@";
  }
}
