package io.entrepot.assembly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** podman and buildah with images and containers of a test's own, which go with it. */
final class Containers implements AutoCloseable {

  private final Path folder;

  Containers() throws IOException {
    folder = Files.createTempDirectory("podman"); // podman wants a short path
  }

  /** A folder for whatever belongs to them. */
  Path folder() {
    return folder;
  }

  Command podman(String... words) {
    return command(
        List.of("podman", "--cgroup-manager=cgroupfs", "--runtime=runc", "--events-backend=file"),
        words);
  }

  Command buildah(String... words) {
    return command(List.of("buildah"), words);
  }

  private Command command(List<String> program, String... words) {
    List<String> all = new ArrayList<>(program);
    all.addAll(List.of("--root", images(), "--runroot", folder + "/run", "--storage-driver=vfs"));
    all.addAll(List.of(words));
    return Command.of(all.toArray(String[]::new));
  }

  private String images() {
    return folder + "/images";
  }

  @Override
  public void close() {
    Command.of("sh", "-c", "umount -l " + images() + "/overlay 2>/dev/null; rm -rf " + folder)
        .run();
  }
}
