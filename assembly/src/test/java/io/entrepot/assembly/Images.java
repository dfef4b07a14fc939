package io.entrepot.assembly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Container images, made here and now: nothing is downloaded. */
final class Images {

  private Images() {}

  /**
   * An OCI layout with one image {@code v1}: so many layers of random bytes, and a static busybox
   * that prints a line.
   *
   * @param megabytes the size of each layer
   */
  static Path oci(Path folder, String line, int layers, int megabytes) throws IOException {
    Path layout = folder.resolve("layout");
    Command.of("umoci", "init", "--layout", layout.toString()).succeed();
    String image = layout + ":v1";
    Command.of("umoci", "new", "--image", image).succeed();
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.copy(
        Path.of("/bin/busybox"), bin.resolve("busybox"), StandardCopyOption.REPLACE_EXISTING);
    Command.of("chmod", "755", bin.resolve("busybox").toString()).succeed();
    Command.of("umoci", "insert", "--image", image, bin.toString(), "/bin").succeed();
    Random random = new Random(line.hashCode());
    for (int layer = 0; layer < layers; layer++) {
      Path file = folder.resolve("layer" + layer);
      byte[] bytes = new byte[megabytes << 20];
      random.nextBytes(bytes);
      Files.write(file, bytes);
      Command.of("umoci", "insert", "--image", image, file.toString(), "/layer" + layer).succeed();
      Files.delete(file);
    }
    Command.of(
            "umoci",
            "config",
            "--image",
            image,
            "--config.cmd",
            "/bin/busybox",
            "--config.cmd",
            "echo",
            "--config.cmd",
            line)
        .succeed();
    return layout;
  }

  /** Adds an index {@code multi} to a layout: its image {@code v1}, for two architectures. */
  static void multiArchitecture(Path layout) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ArrayNode listed = mapper.createArrayNode();
    for (String architecture : List.of("amd64", "arm64")) {
      Command.of(
              "umoci",
              "config",
              "--image",
              layout + ":v1",
              "--tag",
              architecture,
              "--architecture",
              architecture)
          .succeed();
      for (JsonNode image :
          mapper.readTree(layout.resolve("index.json").toFile()).path("manifests")) {
        String tag = image.path("annotations").path("org.opencontainers.image.ref.name").asText();
        if (tag.equals(architecture)) {
          ObjectNode one = ((ObjectNode) image).without(List.of("annotations", "platform"));
          one.putObject("platform").put("architecture", architecture).put("os", "linux");
          listed.add(one);
        }
      }
    }
    ObjectNode index =
        mapper
            .createObjectNode()
            .put("schemaVersion", 2)
            .put("mediaType", "application/vnd.oci.image.index.v1+json");
    index.set("manifests", listed);
    byte[] bytes = mapper.writeValueAsBytes(index);
    String digest = sha256(bytes);
    Files.write(layout.resolve("blobs/sha256").resolve(digest), bytes);
    ObjectNode top = (ObjectNode) mapper.readTree(layout.resolve("index.json").toFile());
    ObjectNode entry =
        ((ArrayNode) top.path("manifests"))
            .addObject()
            .put("mediaType", "application/vnd.oci.image.index.v1+json")
            .put("digest", "sha256:" + digest)
            .put("size", bytes.length);
    entry.putObject("annotations").put("org.opencontainers.image.ref.name", "multi");
    mapper.writeValue(layout.resolve("index.json").toFile(), top);
  }

  /** A checksum, as digests have it. */
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
