package io.entrepot.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The container's configuration in the data folder, brought up to the shipped one at every start.
 * What an operator may configure ({@code *.cfg}, {@code *.config}, {@code *.json}) is replaced only
 * while it is as it was shipped; everything else belongs to the version and is always replaced.
 */
final class ContainerEtc {
  private static final String SHIPPED = ".shipped";

  private final Path from;
  private final Path to;

  ContainerEtc(Path from, Path to) {
    this.from = from;
    this.to = to;
  }

  /**
   * Copies what is to be copied.
   *
   * @throws IOException if a file cannot be read or written; those copied before it stay
   */
  void update() throws IOException {
    Files.createDirectories(to);
    Properties shipped = new Properties();
    Path record = to.resolve(SHIPPED);
    if (Files.exists(record)) {
      try (InputStream in = Files.newInputStream(record)) {
        shipped.load(in);
      }
    }
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = from.relativize(file).toString();
        Path target = to.resolve(name);
        byte[] content = Files.readAllBytes(file);
        if (isChanged(name, target, shipped)) {
          continue;
        }
        if (!Files.exists(target) || !sha256(Files.readAllBytes(target)).equals(sha256(content))) {
          Files.createDirectories(target.getParent());
          Path staged = target.resolveSibling(target.getFileName() + ".new");
          Files.write(staged, content);
          Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
        }
        shipped.setProperty(name, sha256(content));
      }
    }
    try (OutputStream out = Files.newOutputStream(record)) {
      shipped.store(out, "What was copied here, to tell an operator's changes by");
    }
  }

  private static boolean isChanged(String name, Path target, Properties shipped)
      throws IOException {
    boolean configuration = name.matches(".*\\.(cfg|config|json)");
    return configuration
        && Files.exists(target)
        && !sha256(Files.readAllBytes(target)).equals(shipped.getProperty(name));
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
