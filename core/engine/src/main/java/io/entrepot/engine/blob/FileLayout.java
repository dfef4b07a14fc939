package io.entrepot.engine.blob;

import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.blob.DigestAlgorithm;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where the file store keeps what.
 *
 * <pre>
 * &lt;store&gt;/
 *   blobs/ab/abcd….0123…        a blob: &lt;sha256&gt;.&lt;id of its upload&gt;, so that it can be verified
 *                               without the database; one that is in no row of it may be cut short,
 *                               as small ones are written here at once
 *   uploads/0123…               bytes received so far
 *   uploads/0123….session       the upload's label and checksums, once it was let go of
 *   uploads/0123….session.new   the same being written
 *   damaged/abcd….0123…         what was a blob's file and had not its bytes
 * </pre>
 */
final class FileLayout {

  static final String NOTE = ".session";
  private static final Pattern UPLOAD = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern BLOB = Pattern.compile("[0-9a-f]{64}\\.[0-9a-f]{32}");

  private final Path root;
  private final Path blobs;
  private final Path uploads;
  private final Disk disk;
  private final SmallUploads small = new SmallUploads();
  private final ExecutorService writeBacks = Executors.newCachedThreadPool(FileLayout::thread);
  private final Set<String> durableFolders = ConcurrentHashMap.newKeySet();

  FileLayout(Path root, Disk disk) throws IOException {
    this.root = root;
    this.blobs = root.resolve("blobs");
    this.uploads = root.resolve("uploads");
    this.disk = disk;
    Files.createDirectories(root);
    disk.makeFolder(blobs);
    disk.makeFolder(uploads);
    disk.syncFolder(root);
  }

  SmallUploads small() {
    return small;
  }

  Disk disk() {
    return disk;
  }

  Path root() {
    return root;
  }

  Path blobs() {
    return blobs;
  }

  Path uploads() {
    return uploads;
  }

  static boolean isUpload(String id) {
    return UPLOAD.matcher(id).matches();
  }

  static boolean isBlob(String name) {
    return BLOB.matcher(name).matches();
  }

  Path upload(String id) {
    return uploads.resolve(id);
  }

  /** Has an upload's file written to the disk while it grows. */
  WriteBack writeBack(String id) {
    return new WriteBack(disk, upload(id), writeBacks);
  }

  // They end by themselves when there is nothing to do.
  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "entrepot-write-back");
    thread.setDaemon(true);
    return thread;
  }

  Path note(String id) {
    return uploads.resolve(id + NOTE);
  }

  /**
   * The file of a blob.
   *
   * @throws NoSuchFileException if no blob of this store can be called that
   */
  Path blob(BlobId id) throws NoSuchFileException {
    String name = id.value();
    if (!isBlob(name)) {
      throw new NoSuchFileException("blob " + name);
    }
    return file(blobs, id);
  }

  /** The file of a blob, which {@link #isBlob}. */
  static Path file(Path blobs, BlobId id) {
    return blobs.resolve(id.value().substring(0, 2)).resolve(id.value());
  }

  /**
   * Moves a blob's file out of the way, durably: nothing finds it any more, and nothing is lost.
   *
   * @param root the store's folder
   * @return false if it is not there
   */
  static boolean setAside(Path root, BlobId id, Disk disk) throws IOException {
    if (!isBlob(id.value())) {
      return false;
    }
    Path damaged = root.resolve("damaged");
    if (disk.makeFolder(damaged)) {
      disk.syncFolder(root);
    }
    Path file = file(root.resolve("blobs"), id);
    try {
      disk.move(file, damaged.resolve(id.value()));
    } catch (NoSuchFileException e) {
      return false;
    }
    disk.syncFolder(damaged);
    disk.syncFolder(file.getParent());
    return true;
  }

  /** Moves an upload's durable file to its blob's place, durably. */
  void place(String upload, BlobId blob) throws IOException {
    Path target = target(blob);
    disk.move(upload(upload), target);
    try {
      disk.syncFolder(target.getParent());
    } catch (IOException e) {
      disk.delete(target);
      throw e;
    }
  }

  /**
   * Writes bytes to their blob's place, durably. That makes names durable in one folder once, where
   * a file that is moved has to be in two.
   */
  void place(ByteBuffer bytes, BlobId blob) throws IOException {
    Path target = blob(blob);
    try {
      try (FileChannel channel = write(bytes, blob)) {
        disk.sync(channel, target);
      }
      disk.syncFolder(target.getParent());
    } catch (IOException e) {
      disk.delete(target);
      throw e;
    }
  }

  /**
   * Writes a blob's bytes again, durably, in place of a file that the disk may not get any more.
   * That can be read until then, and as long as this fails.
   */
  void replace(ByteBuffer bytes, BlobId blob) throws IOException {
    Path target = target(blob);
    Path again = upload(blob.value().substring(blob.value().indexOf('.') + 1));
    try {
      disk.delete(again);
      try (FileChannel channel = write(bytes, again)) {
        disk.sync(channel, again);
      }
      disk.move(again, target);
    } catch (IOException e) {
      disk.delete(again);
      throw e;
    }
    disk.syncFolder(target.getParent());
  }

  /**
   * Writes bytes to their blob's place, and leaves it to the caller to make them durable.
   *
   * @return the open file
   */
  FileChannel write(ByteBuffer bytes, BlobId blob) throws IOException {
    return write(bytes, target(blob));
  }

  private FileChannel write(ByteBuffer bytes, Path target) throws IOException {
    FileChannel channel = disk.create(target);
    boolean written = false;
    try {
      long at = 0;
      while (bytes.hasRemaining()) {
        at += disk.write(channel, bytes, at);
      }
      written = true;
      return channel;
    } finally {
      if (!written) {
        channel.close();
        disk.delete(target);
      }
    }
  }

  /**
   * Makes sure that a blob's place has these bytes, durably.
   *
   * @return whether they had to be written
   */
  boolean settle(BlobId blob, ByteBuffer bytes) throws IOException {
    Path target = target(blob);
    if (!has(target, bytes)) {
      disk.delete(target);
      place(bytes, blob);
      return true;
    }
    try (FileChannel channel = disk.reopen(target)) {
      disk.sync(channel, target);
    }
    disk.syncFolder(target.getParent());
    return false;
  }

  private static boolean has(Path file, ByteBuffer bytes) throws IOException {
    try {
      return Files.size(file) == bytes.remaining()
          && bytes.equals(ByteBuffer.wrap(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** A blob's place, in a folder whose own name is durable. */
  private Path target(BlobId blob) throws IOException {
    Path target = blob(blob);
    String name = blob.value().substring(0, 2);
    if (!durableFolders.contains(name)) {
      makeDurable(name, target.getParent());
    }
    return target;
  }

  // One at a time: nobody may use the folder before its own name is durable.
  private synchronized void makeDurable(String name, Path folder) throws IOException {
    if (!durableFolders.contains(name)) {
      disk.makeFolder(folder);
      disk.syncFolder(blobs);
      durableFolders.add(name);
    }
  }

  void writeNote(String id, String label, Set<DigestAlgorithm> checksums) throws IOException {
    Properties note = new Properties();
    note.setProperty("label", label);
    note.setProperty(
        "checksums",
        checksums.stream().map(DigestAlgorithm::label).sorted().collect(Collectors.joining(",")));
    Path unfinished = uploads.resolve(id + NOTE + ".new");
    try {
      try (Writer writer = Files.newBufferedWriter(unfinished)) {
        note.store(writer, null);
      }
      disk.move(unfinished, note(id));
    } catch (IOException e) {
      disk.delete(unfinished);
      throw e;
    }
  }

  /** The session whose file and note are there. */
  Optional<UploadSession> read(String id, Room room) throws IOException {
    Properties note = new Properties();
    try (Reader reader = Files.newBufferedReader(note(id))) {
      note.load(reader);
      Set<DigestAlgorithm> checksums = EnumSet.of(DigestAlgorithm.SHA256);
      for (String label : note.getProperty("checksums", "").split(",", -1)) {
        DigestAlgorithm.ofLabel(label).ifPresent(checksums::add);
      }
      long size = Files.size(upload(id));
      return Optional.of(
          new UploadSession(
              id, note.getProperty("label", ""), Checksums.unread(checksums), this, room, size));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
