package io.entrepot.assembly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An OCI layout (OCI image-spec, Image Layout) with artifacts as tools other than docker make them:
 * Helm charts, signatures, and what says what it is about.
 */
final class Artifacts {

  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path layout;

  /** What an artifact consists of. */
  private static final class Part {
    private final String mediaType;
    private final byte[] bytes;

    Part(String mediaType, byte[] bytes) {
      this.mediaType = mediaType;
      this.bytes = bytes;
    }

    static Part of(String mediaType, String text) {
      return new Part(mediaType, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private Artifacts(Path layout) {
    this.layout = layout;
  }

  /** A new layout without anything. */
  static Artifacts in(Path folder) throws IOException {
    Path layout = Files.createDirectories(folder.resolve("layout"));
    Files.createDirectories(layout.resolve("blobs/sha256"));
    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2);
    index.putArray("manifests");
    JSON.writeValue(layout.resolve("index.json").toFile(), index);
    return new Artifacts(layout);
  }

  /** As {@code helm package --sign} and {@code helm push} make it: chart and provenance. */
  String chart(String name, String version, String content) throws IOException {
    Path folder = Files.createTempDirectory(layout.getParent(), "chart");
    Path chart = Files.createDirectories(folder.resolve(name));
    String about = "apiVersion: v2\nname: %s\nversion: %s\n".formatted(name, version);
    Files.writeString(chart.resolve("Chart.yaml"), about);
    Files.writeString(chart.resolve("values.yaml"), content);
    Path archive = folder.resolve("chart.tgz");
    Command.of("tar", "-czf", archive.toString(), "-C", folder.toString(), name).succeed();
    byte[] packed = Files.readAllBytes(archive);
    String file = name + "-" + version + ".tgz";
    return add(
        version,
        Part.of(
            "application/vnd.cncf.helm.config.v1+json",
            "{\"name\":\"%s\",\"version\":\"%s\",\"apiVersion\":\"v2\"}".formatted(name, version)),
        List.of(
            new Part("application/vnd.cncf.helm.chart.content.v1.tar+gzip", packed),
            Part.of(
                "application/vnd.cncf.helm.chart.provenance.v1.prov",
                about + "files:\n  " + file + ": sha256:" + Images.sha256(packed) + "\n")),
        Optional.empty());
  }

  /** As cosign makes it: what was signed in a layer, the signature beside it. */
  String signature(String tag, String digest, String by) throws IOException {
    return add(
        tag,
        Part.of("application/vnd.oci.image.config.v1+json", "{\"by\":\"%s\"}".formatted(by)),
        List.of(
            Part.of(
                "application/vnd.dev.cosign.simplesigning.v1+json",
                "{\"critical\":{\"image\":{\"docker-manifest-digest\":\"%s\"}},\"by\":\"%s\"}"
                    .formatted(digest, by))),
        Optional.empty());
  }

  /**
   * Something about an image, which it names as its subject.
   *
   * @param type the type of the artifact
   * @param size the subject's, in bytes
   */
  String about(String tag, String digest, long size, String type, String text) throws IOException {
    ObjectNode subject =
        JSON.createObjectNode().put("mediaType", MANIFEST).put("digest", digest).put("size", size);
    return add(
        tag, Part.of(type, "{}"), List.of(Part.of("text/plain", text)), Optional.of(subject));
  }

  /** The index that stands in for a list of referrers (OCI distribution-spec, its tag schema). */
  String standIn(String of, String type) throws IOException {
    ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", INDEX);
    ObjectNode entry = named(of).deepCopy();
    entry.remove("annotations");
    index.putArray("manifests").add(entry.put("artifactType", type));
    return index.toString();
  }

  /** {@code oci:<layout>:<tag>}, as skopeo names it. */
  String name(String tag) {
    return "oci:" + layout + ":" + tag;
  }

  private String add(String tag, Part config, List<Part> layers, Optional<ObjectNode> subject)
      throws IOException {
    ObjectNode manifest =
        JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", MANIFEST);
    manifest.set("config", blob(config));
    ArrayNode all = manifest.putArray("layers");
    for (Part layer : layers) {
      all.add(blob(layer));
    }
    subject.ifPresent(one -> manifest.set("subject", one));
    return list(tag, MANIFEST, JSON.writeValueAsBytes(manifest));
  }

  private ObjectNode blob(Part part) throws IOException {
    String hex = Images.sha256(part.bytes);
    Files.write(layout.resolve("blobs/sha256").resolve(hex), part.bytes);
    return JSON.createObjectNode()
        .put("mediaType", part.mediaType)
        .put("digest", "sha256:" + hex)
        .put("size", part.bytes.length);
  }

  private String list(String tag, String type, byte[] manifest) throws IOException {
    ObjectNode entry = blob(new Part(type, manifest));
    entry.putObject("annotations").put("org.opencontainers.image.ref.name", tag);
    ObjectNode index = index();
    ((ArrayNode) index.path("manifests")).add(entry);
    JSON.writeValue(layout.resolve("index.json").toFile(), index);
    return entry.path("digest").asText();
  }

  private ObjectNode named(String tag) throws IOException {
    for (JsonNode one : index().path("manifests")) {
      if (one.path("annotations").path("org.opencontainers.image.ref.name").asText().equals(tag)) {
        return (ObjectNode) one;
      }
    }
    throw new AssertionError("the layout has no '" + tag + "'");
  }

  private ObjectNode index() throws IOException {
    return (ObjectNode) JSON.readTree(layout.resolve("index.json").toFile());
  }
}
