package io.entrepot.format.docker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Images made for tests, and the steps of pushing them. */
final class Images {

  private static final Random RANDOM = new Random(4711);

  private Images() {}

  /** Bytes that were never there before. */
  static byte[] blob(int size) {
    byte[] bytes = new byte[size];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  static byte[] bytes(ObjectNode json) {
    return Json.write(json).getBytes(StandardCharsets.UTF_8);
  }

  static Digest sha256(byte[] bytes) {
    return Digests.of(DigestAlgorithm.SHA256, bytes);
  }

  static Digest sha512(byte[] bytes) {
    return Digests.of(DigestAlgorithm.SHA512, bytes);
  }

  static ObjectNode descriptor(String mediaType, Digest digest, int size) {
    return Json.object()
        .put("mediaType", mediaType)
        .put("digest", digest.toString())
        .put("size", size);
  }

  /** An OCI manifest of a configuration and layers that may or may not have been pushed. */
  static ObjectNode manifest(DigestAlgorithm algorithm, byte[] config, byte[]... layers) {
    ObjectNode manifest =
        Json.object()
            .put("schemaVersion", 2)
            .put("mediaType", ManifestKind.OCI_MANIFEST.mediaType());
    manifest.set(
        "config",
        descriptor(
            "application/vnd.oci.image.config.v1+json",
            Digests.of(algorithm, config),
            config.length));
    ArrayNode list = manifest.putArray("layers");
    for (byte[] layer : layers) {
      list.add(
          descriptor(
              "application/vnd.oci.image.layer.v1.tar+gzip",
              Digests.of(algorithm, layer),
              layer.length));
    }
    return manifest;
  }

  static ObjectNode index(Digest... children) {
    ObjectNode index =
        Json.object().put("schemaVersion", 2).put("mediaType", ManifestKind.OCI_INDEX.mediaType());
    ArrayNode list = index.putArray("manifests");
    for (Digest child : children) {
      list.add(descriptor(ManifestKind.OCI_MANIFEST.mediaType(), child, 100));
    }
    return index;
  }

  /** Pushes a blob at once. */
  static Digest push(Registry registry, String image, byte[] blob) throws IOException {
    return push(registry, image, blob, sha256(blob));
  }

  static Digest push(Registry registry, String image, byte[] blob, Digest digest)
      throws IOException {
    Answer answer =
        registry.send(
            Call.post("/v2/" + image + "/blobs/uploads/").query("digest=" + digest).body(blob));
    if (answer.status() != 201) {
      throw new AssertionError("blob not taken: " + answer);
    }
    return digest;
  }

  /** Pushes an image with a fresh configuration and layer; gives the manifest. */
  static byte[] pushImage(Registry registry, String image, String reference) throws IOException {
    byte[] config = blob(64);
    byte[] layer = blob(256);
    push(registry, image, config);
    push(registry, image, layer);
    byte[] manifest = bytes(manifest(DigestAlgorithm.SHA256, config, layer));
    String named = reference.isEmpty() ? sha256(manifest).toString() : reference;
    Answer answer = put(registry, image, named, manifest);
    if (answer.status() != 201) {
      throw new AssertionError("manifest not taken: " + answer);
    }
    return manifest;
  }

  static Answer put(Registry registry, String image, String reference, byte[] manifest)
      throws IOException {
    String type = Json.read(manifest).path("mediaType").asText();
    return registry.send(
        Call.put("/v2/" + image + "/manifests/" + reference, manifest)
            .header("Content-Type", type));
  }
}
