package io.entrepot.format.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.FormatRecord;
import io.entrepot.spi.page.Cursor;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What kept manifests need that may come later, or never: a proxy keeps a manifest before anybody
 * asks for its layers. What is there when the manifest comes is referred to, what comes later is
 * told by records who needs it.
 */
final class DockerNeeds {

  /** More manifests than so many with one layer need not be known: one keeps it. */
  private static final int MOST = 100;

  private final ContentStore content;

  DockerNeeds(ContentStore content) {
    this.content = content;
  }

  /** What of a manifest's needs is there. */
  Set<AssetPath> present(ImageName image, Manifest manifest) throws IOException {
    Set<AssetPath> present = new HashSet<>();
    for (AssetPath path : paths(image, manifest)) {
      if (content.find(path).isPresent()) {
        present.add(path);
      }
    }
    return present;
  }

  private static Set<AssetPath> paths(ImageName image, Manifest manifest) {
    Set<AssetPath> paths = new LinkedHashSet<>();
    for (Descriptor blob : manifest.blobs()) {
      blob.digest().ifPresent(digest -> paths.add(DockerPaths.blob(image, digest)));
    }
    for (Descriptor child : manifest.children()) {
      boolean blob = ManifestKind.ofMediaType(child.mediaType()).isEmpty();
      child
          .digest()
          .ifPresent(
              digest ->
                  paths.add(
                      blob
                          ? DockerPaths.blob(image, digest)
                          : DockerPaths.manifest(image, digest)));
    }
    return paths;
  }

  /** The change set that notes all of them. */
  static ChangeSet noted(ChangeSet changes, ManifestWrite write, AssetPath owner) {
    ChangeSet noted = changes;
    for (List<Descriptor> some : List.of(write.manifest().blobs(), write.manifest().children())) {
      for (Descriptor needed : some) {
        if (needed.digest().isPresent()) {
          ObjectNode note = Json.object();
          ArrayNode urls = note.putArray("urls");
          needed.urls().forEach(urls::add);
          noted =
              noted.record(
                  DockerPaths.NEEDS,
                  DockerPaths.needs(write.image(), needed.digest().get()) + write.digest(),
                  Json.write(note),
                  owner);
        }
      }
    }
    return noted;
  }

  /** The kept manifests that need something. */
  Set<AssetPath> of(ImageName image, Digest needed) throws IOException {
    Set<AssetPath> manifests = new HashSet<>();
    for (FormatRecord record : records(image, needed)) {
      Digests.read(record.key().substring(record.key().lastIndexOf('@') + 1))
          .ifPresent(digest -> manifests.add(DockerPaths.manifest(image, digest)));
    }
    return manifests;
  }

  /** Where manifests say that it can be had from. */
  Set<String> urls(ImageName image, Digest needed) throws IOException {
    Set<String> urls = new LinkedHashSet<>();
    for (FormatRecord record : records(image, needed)) {
      for (JsonNode url : Json.read(record.json()).path("urls")) {
        urls.add(url.asText());
      }
    }
    return urls;
  }

  private List<FormatRecord> records(ImageName image, Digest needed) throws IOException {
    return content
        .records(DockerPaths.NEEDS)
        .list(DockerPaths.needs(image, needed), Cursor.START, MOST)
        .items();
  }
}
