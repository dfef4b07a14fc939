package io.entrepot.format.docker;

import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ContentStore;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Which assets a manifest needs. Its subject is not among them: it may come later, or never. */
final class ManifestReferences {

  private final ContentStore content;
  private final boolean sparse;

  /**
   * References in that content.
   *
   * @param sparse whether an index may list manifests that are not there
   */
  ManifestReferences(ContentStore content, boolean sparse) {
    this.content = content;
    this.sparse = sparse;
  }

  /** The assets that a manifest of that image needs; some may not be there. */
  Set<AssetPath> of(ImageName image, Manifest manifest) throws IOException {
    Set<AssetPath> needed = new HashSet<>();
    for (Descriptor blob : manifest.blobs()) {
      add(needed, blob.digest().map(digest -> DockerPaths.blob(image, digest)), blob.elsewhere());
    }
    for (Descriptor child : manifest.children()) {
      Optional<Digest> digest = child.digest();
      if (digest.isPresent()) {
        add(
            needed,
            Optional.of(child(image, child.mediaType(), digest.get())),
            child.elsewhere() || sparse);
      }
    }
    return needed;
  }

  /** Build caches list layers in an index, where others list manifests. */
  private AssetPath child(ImageName image, String mediaType, Digest digest) throws IOException {
    AssetPath manifest = DockerPaths.manifest(image, digest);
    AssetPath blob = DockerPaths.blob(image, digest);
    boolean isBlob =
        ManifestKind.ofMediaType(mediaType).isEmpty()
            && content.find(manifest).isEmpty()
            && content.find(blob).isPresent();
    return isBlob ? blob : manifest;
  }

  private void add(Set<AssetPath> needed, Optional<AssetPath> path, boolean dispensable)
      throws IOException {
    if (path.isPresent() && (!dispensable || content.find(path.get()).isPresent())) {
      needed.add(path.get());
    }
  }
}
