package io.entrepot.assembly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
}
