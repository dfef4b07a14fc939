package io.entrepot.engine.blob;

import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a file store as they lie in its folder, for what looks after them beside the store
 * itself: also while no server runs. See {@link FileLayout} for what lies where.
 */
public final class BlobFiles {

  /**
   * A blob's file.
   *
   * @param size in bytes
   * @param since when it came to be here, at the earliest: copying or renaming it counts
   */
  public record Entry(BlobId id, long size, Instant since) {}

  /**
   * What is in one of the folders.
   *
   * @param blobs in the order of their names
   * @param strange what is no blob's file
   */
  public record Listing(List<Entry> blobs, List<Path> strange) {}

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path root;
  private final Path blobs;
  private final Disk disk = new Disk();

  /** Those of the store in that folder; nothing is made. */
  public BlobFiles(Path root) {
    this.root = root;
    this.blobs = root.resolve("blobs");
  }

  /** The names of all folders that there may be. */
  public static List<String> folders() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      names.add(HexFormat.of().toHexDigits((byte) i));
    }
    return names;
  }

  /** Whether the store's folder is there, as it is once a store was opened in it. */
  public boolean there() {
    return Files.isDirectory(blobs);
  }

  /** What is in a folder; nothing if it is not there. */
  public Listing list(String folder) throws IOException {
    List<Entry> found = new ArrayList<>();
    List<Path> strange = new ArrayList<>();
    for (Path file : sorted(blobs.resolve(folder))) {
      String name = file.getFileName().toString();
      if (!FileLayout.isBlob(name)
          || !name.startsWith(folder)
          || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
          strange.add(file);
        }
        continue;
      }
      find(new BlobId(name)).ifPresent(found::add);
    }
    return new Listing(found, strange);
  }

  /** What lies beside the folders and is none of them. */
  public List<Path> strange() throws IOException {
    List<String> known = folders();
    return sorted(blobs).stream()
        .filter(file -> !known.contains(file.getFileName().toString()) || !Files.isDirectory(file))
        .toList();
  }

  /** A blob's file; empty if it is not there. */
  public Optional<Entry> find(BlobId id) throws IOException {
    if (!FileLayout.isBlob(id.value())) {
      return Optional.empty();
    }
    try {
      Path file = file(id);
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(new Entry(id, attributes.size(), since(file, attributes)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Where a blob's file is, or would be.
   *
   * @param root the store's folder
   */
  public static Path path(Path root, BlobId id) {
    return FileLayout.file(root.resolve("blobs"), id);
  }

  /** Opens a blob's file to read it. */
  public FileChannel open(BlobId id) throws IOException {
    return FileChannel.open(file(id), StandardOpenOption.READ);
  }

  /** The SHA-256 in the name of a blob's file. */
  public static Digest sha256(BlobId id) {
    return new Digest(DigestAlgorithm.SHA256, id.value().substring(0, 64));
  }

  /** The files that by their names have these bytes. */
  public List<Entry> having(Digest sha256) throws IOException {
    List<Entry> found = new ArrayList<>();
    for (Path file : sorted(blobs.resolve(sha256.hex().substring(0, 2)))) {
      String name = file.getFileName().toString();
      if (FileLayout.isBlob(name) && name.startsWith(sha256.hex())) {
        find(new BlobId(name)).ifPresent(found::add);
      }
    }
    return found;
  }

  /**
   * Moves a blob's file to the folder {@code damaged} beside the others, durably: it is not a blob
   * any more, and nothing is lost.
   *
   * @return false if it is not there
   */
  public boolean setAside(BlobId id) throws IOException {
    return FileLayout.setAside(root, id, disk);
  }

  /** Removes a blob's file; false if it is not there. */
  public boolean delete(BlobId id) throws IOException {
    return FileLayout.isBlob(id.value()) && disk.delete(file(id));
  }

  /**
   * Gives a file of this store another name, durably; the one it has stays too, and may be removed.
   */
  public BlobId link(BlobId existing) throws IOException {
    BlobId made = named(sha256(existing));
    Files.createLink(file(made), file(existing));
    disk.syncFolder(file(made).getParent());
    return made;
  }

  /**
   * Copies bytes into this store, durably, if they have that digest.
   *
   * @return the new blob; empty if they have another digest: nothing is left of them then
   */
  public Optional<BlobId> copy(FileChannel from, Digest sha256) throws IOException {
    BlobId made = named(sha256);
    Path unfinished = root.resolve("uploads").resolve(made.value().substring(65));
    Checksums checksums = Checksums.fresh(Set.of(DigestAlgorithm.SHA256));
    boolean placed = false;
    disk.makeFolder(unfinished.getParent());
    try (FileChannel into = disk.create(unfinished)) {
      ByteBuffer chunk = ByteBuffer.allocate(1 << 18);
      long at = 0;
      while (from.read(chunk.clear(), at) > 0) {
        checksums.update(chunk.flip());
        while (chunk.hasRemaining()) {
          at += disk.write(into, chunk, at);
        }
      }
      Map<DigestAlgorithm, Digest> found = checksums.values(() -> into, at);
      if (sha256.equals(found.get(DigestAlgorithm.SHA256))) {
        disk.sync(into, unfinished);
        disk.move(unfinished, file(made));
        disk.syncFolder(file(made).getParent());
        placed = true;
      }
    } finally {
      if (!placed) {
        disk.delete(unfinished);
      }
    }
    return placed ? Optional.of(made) : Optional.empty();
  }

  /** A new blob's name, whose folder is there. */
  private BlobId named(Digest sha256) throws IOException {
    byte[] id = new byte[16];
    RANDOM.nextBytes(id);
    BlobId made = new BlobId(sha256.hex() + "." + HexFormat.of().formatHex(id));
    if (disk.makeFolder(file(made).getParent())) {
      disk.syncFolder(blobs);
    }
    return made;
  }

  private Path file(BlobId id) {
    return FileLayout.file(blobs, id);
  }

  // The time of the file's last change also tells of renaming, where the system knows it.
  private static Instant since(Path file, BasicFileAttributes attributes) throws IOException {
    Instant written = attributes.lastModifiedTime().toInstant();
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return Instant.now();
    }
    Instant changed = ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant();
    return changed.isAfter(written) ? changed : written;
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
