package io.entrepot.format.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What a manifest says, as far as a registry cares.
 *
 * @param kind which of the manifests it is
 * @param blobs its configuration and layers
 * @param children the manifests that it lists
 * @param subject what it is about
 * @param artifactType what it is, as the referrers of its subject are told; may be empty
 * @param annotations an object of texts
 */
record Manifest(
    ManifestKind kind,
    List<Descriptor> blobs,
    List<Descriptor> children,
    Optional<Descriptor> subject,
    String artifactType,
    JsonNode annotations) {

  Manifest {
    blobs = List.copyOf(blobs);
    children = List.copyOf(children);
  }
}
