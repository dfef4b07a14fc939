package io.entrepot.format.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.content.Retention;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A manifest that is to be kept, whoever brings it.
 *
 * @param image whose it is
 * @param digest by which it is asked for
 * @param manifest what it says
 * @param size its length in bytes
 */
record ManifestWrite(ImageName image, Digest digest, Manifest manifest, int size) {

  /** The manifest itself, needing nothing yet. */
  AssetWrite asset() {
    return AssetWrite.of(DockerPaths.manifest(image, digest), manifest.kind().mediaType())
        .with(Map.of(DockerPaths.DIGEST, digest.toString()))
        .retained(Retention.BY_POLICY)
        .neededBy(subject());
  }

  /** An image needs what is about it: signatures and bills of material stay as long as it does. */
  Set<AssetPath> subject() {
    return manifest
        .subject()
        .flatMap(Descriptor::digest)
        .map(subject -> Set.of(DockerPaths.manifest(image, subject)))
        .orElse(Set.of());
  }

  /** What sets it, its tags and its records at once. */
  ChangeSet changes(AssetWrite asset, List<TagPolicy.Move> tags, Staged staged) {
    ChangeSet changes =
        ChangeSet.empty().put(asset, staged).record(DockerPaths.IMAGES, image.value(), "{}");
    for (TagPolicy.Move move : tags) {
      Tag tag = move.tag();
      changes =
          changes.put(
              AssetWrite.of(DockerPaths.tag(image, tag), asset.contentType())
                  .with(asset.attributes())
                  .in(new Component("", image.value(), tag.value()))
                  .referring(Set.of(asset.path()))
                  .onlyIf(move.precondition()),
              staged);
    }
    Optional<Digest> subject = manifest.subject().flatMap(Descriptor::digest);
    return subject.isEmpty()
        ? changes
        : changes.record(
            DockerPaths.REFERRERS,
            DockerPaths.referrers(image, subject.get()) + digest,
            Json.write(descriptor()),
            asset.path());
  }

  /** What the subject's referrers are told of it. */
  private ObjectNode descriptor() {
    ObjectNode descriptor =
        Json.object()
            .put("mediaType", manifest.kind().mediaType())
            .put("digest", digest.toString())
            .put("size", size);
    if (!manifest.artifactType().isEmpty()) {
      descriptor.put("artifactType", manifest.artifactType());
    }
    if (!manifest.annotations().isEmpty()) {
      descriptor.set("annotations", manifest.annotations());
    }
    return descriptor;
  }
}
