package io.entrepot.assembly;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** An ext4 file system of its own, in a file. Needs root and a loop device, and says so. */
final class SmallDisk implements AutoCloseable {

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes one and mounts it.
   *
   * @param folder where it is mounted; made if it is not there
   * @param options of {@code mkfs.ext4}
   */
  static SmallDisk mount(Path folder, long bytes, String... options) throws IOException {
    Path image = folder.resolveSibling(folder.getFileName() + ".img");
    Files.createDirectories(folder);
    must("truncate", "-s", Long.toString(bytes), image.toString());
    String[] make = new String[options.length + 4];
    make[0] = "/sbin/mkfs.ext4";
    make[1] = "-q";
    make[2] = "-m0";
    System.arraycopy(options, 0, make, 3, options.length);
    make[make.length - 1] = image.toString();
    must(make);
    must("mount", "-o", "loop", image.toString(), folder.toString());
    return new SmallDisk(folder);
  }

  private static void must(String... command) {
    Command.Result result = Command.of(command).run();
    if (result.exit() != 0) {
      throw new AssertionError(
          "this test needs root, mkfs.ext4 and loop devices; '"
              + String.join(" ", command)
              + "' failed: "
              + result.output());
    }
  }

  /** Fills it with something else until so many bytes are left. */
  void fill(long left) throws IOException {
    long more = Files.getFileStore(folder).getUsableSpace() - left;
    must("fallocate", "-l", Long.toString(more), folder.resolve("ballast").toString());
  }

  /** Fills it with something else to the last byte. */
  void fill() throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(folder.resolve("ballast"))) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      requireFull(full);
    }
  }

  private static void requireFull(IOException full) throws IOException {
    if (!String.valueOf(full.getMessage()).contains("No space left")) {
      throw full;
    }
  }

  /** Uses up its inodes. */
  void useInodes() throws IOException {
    Path files = Files.createDirectories(folder.resolve("ballast"));
    try {
      for (int i = 0; ; i++) {
        Files.createFile(files.resolve(Integer.toString(i)));
      }
    } catch (IOException full) {
      requireFull(full);
    }
  }

  /** Takes away what filled it. */
  void empty() {
    must("rm", "-rf", folder.resolve("ballast").toString());
  }

  @Override
  public void close() {
    must("umount", folder.toString());
  }
}
