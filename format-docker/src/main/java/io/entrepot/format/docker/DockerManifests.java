package io.entrepot.format.docker;

import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.Precondition;
import io.entrepot.spi.content.PreconditionFailedException;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Manifests that are there (end-3 and end-9). */
final class DockerManifests {

  private static final int ATTEMPTS = 10;
  private static final int PAGE = 1000;

  /** Indexes may list each other's manifests over and over; what is left then is untagged. */
  private static final int MOST_LISTED = 10_000;

  private final ContentStore content;

  DockerManifests(ContentStore content) {
    this.content = content;
  }

  /** Sends a manifest, byte for byte as it was pushed, whatever else the client would accept. */
  Response send(Route.Manifest which) throws IOException {
    Asset asset =
        content.find(path(which)).orElseThrow(() -> unknown(which.image(), which.reference()));
    return Response.Reply.of(asset).with("Docker-Content-Digest", digest(asset));
  }

  /** Takes away a tag alone, or a manifest with all tags that point at it. */
  Response delete(Route.Manifest which) throws IOException {
    if (which.reference() instanceof Reference.ByDigest byDigest) {
      delete(which, byDigest.digest());
    } else if (content.commit(ChangeSet.empty().delete(path(which))).deleted().isEmpty()) {
      throw unknown(which.image(), which.reference());
    }
    return Response.Reply.of(202);
  }

  /** The digest of the manifest that an asset is or points at. */
  static String digest(Asset asset) {
    return asset.attributes().getOrDefault(DockerPaths.DIGEST, asset.blob().sha256().toString());
  }

  /** What takes away an asset; a manifest goes with all tags that point at it. */
  ChangeSet deletion(Asset asset) throws IOException {
    Optional<DockerPaths.Stored> manifest = DockerPaths.storedManifest(asset.path());
    return manifest.isPresent()
        ? deletion(manifest.get().image(), manifest.get().digest())
        : ChangeSet.empty().delete(asset.path(), Precondition.matches(Set.of(asset.etag())));
  }

  /** What takes away a manifest with all tags that point at it. */
  ChangeSet deletion(ImageName image, Digest digest) throws IOException {
    return withTagsOf(
        image,
        digest,
        ChangeSet.empty()
            .delete(DockerPaths.manifest(image, digest), Precondition.PRESENT)
            .deleteRecordUnlessBelow(
                DockerPaths.IMAGES, image.value(), DockerPaths.manifests(image)));
  }

  /**
   * What takes away tags, and of the manifests behind them, and those that these list, all that
   * nothing else needs: no other tag, no index, no manifest that they are about.
   */
  ChangeSet deletionOfTags(List<Asset> tags) throws IOException {
    ChangeSet changes = ChangeSet.empty();
    Set<AssetPath> manifests = new LinkedHashSet<>();
    Set<ImageName> images = new LinkedHashSet<>();
    for (Asset tag : tags) {
      changes = changes.delete(tag.path(), Precondition.matches(Set.of(tag.etag())));
      Optional<ImageName> image = DockerPaths.imageOfTag(tag.path());
      Optional<Digest> digest = Digests.read(digest(tag));
      if (image.isPresent() && digest.isPresent()) {
        images.add(image.get());
        collect(image.get(), DockerPaths.manifest(image.get(), digest.get()), manifests);
      }
    }
    for (AssetPath manifest : manifests) {
      changes = changes.deleteUnneeded(manifest);
    }
    for (ImageName image : images) {
      changes =
          changes.deleteRecordUnlessBelow(
              DockerPaths.IMAGES, image.value(), DockerPaths.manifests(image));
    }
    return changes;
  }

  /** A manifest, then those that it lists: so each is judged when what lists it has gone. */
  private void collect(ImageName image, AssetPath path, Set<AssetPath> manifests)
      throws IOException {
    Deque<AssetPath> next = new ArrayDeque<>(List.of(path));
    for (int steps = 0; !next.isEmpty() && steps < MOST_LISTED; steps++) {
      Optional<Asset> manifest = content.find(next.poll());
      if (manifest.isEmpty()) {
        continue;
      }
      // The same again, if it was met before: it has to come after all that list it.
      manifests.remove(manifest.get().path());
      manifests.add(manifest.get().path());
      byte[] bytes = content.read(manifest.get().blob(), ManifestReader.LARGEST);
      for (Descriptor child : ManifestReader.read(bytes, manifest.get().contentType()).children()) {
        child.digest().ifPresent(digest -> next.add(DockerPaths.manifest(image, digest)));
      }
    }
  }

  private void delete(Route.Manifest which, Digest digest) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        content.commit(deletion(which.image(), digest));
        return;
      } catch (PreconditionFailedException e) {
        if (e.path().equals(path(which))) {
          throw unknown(which.image(), which.reference());
        }
        // A tag was moved or deleted meanwhile: look again.
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private ChangeSet withTagsOf(ImageName image, Digest digest, ChangeSet manifest)
      throws IOException {
    ChangeSet changes = manifest;
    Optional<Cursor> from = Optional.of(Cursor.START);
    while (from.isPresent()) {
      Page<Asset> page = content.list(DockerPaths.tags(image), from.get(), PAGE);
      for (Asset tag : page.items()) {
        if (digest(tag).equals(digest.toString())) {
          changes = changes.delete(tag.path(), Precondition.matches(Set.of(tag.etag())));
        }
      }
      from = page.next();
    }
    return changes;
  }

  private ProblemException unknown(ImageName image, Reference reference) {
    return DockerError.MANIFEST_UNKNOWN.because(
        "image '" + image + "' has no manifest '" + reference + "'");
  }

  /** Where a manifest or a tag is kept. */
  static AssetPath path(Route.Manifest which) {
    if (which.reference() instanceof Reference.ByDigest byDigest) {
      return DockerPaths.manifest(which.image(), byDigest.digest());
    }
    return DockerPaths.tag(which.image(), ((Reference.ByTag) which.reference()).tag());
  }
}
