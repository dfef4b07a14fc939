package io.entrepot.engine.blob;

import io.entrepot.engine.Environment;
import io.entrepot.engine.admin.BlobStoreAdmin;
import io.entrepot.engine.admin.BlobStoreView;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.database.Database;
import io.entrepot.spi.blob.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's blob stores, by name. The one called {@code default} is made at the first start. */
@Component(service = {BlobStores.class, BlobStoreAdmin.class})
public final class BlobStores implements BlobStoreAdmin, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BlobStores.class);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");
  private static final Duration UPLOAD_IDLE = Duration.ofHours(24);

  /** A store, or why it cannot be used. */
  private record Opened(Optional<FileBlobStore> store, String problem) {}

  private final BlobStoreRows rows;
  private final Path home;
  private final Clock clock;
  private final Map<String, Opened> opened = new ConcurrentHashMap<>();
  private final Hourly purge;

  /** Opens the stores of the server. */
  @Activate
  public BlobStores(@Reference Database database, @Reference Environment environment)
      throws IOException {
    this(database, environment.data().resolve("blobs"), Clock.systemUTC());
  }

  /**
   * Opens the stores; one that cannot be opened is there with its problem.
   *
   * @param home the folder below which relative paths lie
   */
  public BlobStores(Database database, Path home, Clock clock) throws IOException {
    this.rows = new BlobStoreRows(database);
    this.home = home.toAbsolutePath().normalize();
    this.clock = clock;
    rows.addIfNone(DEFAULT, DEFAULT);
    for (BlobStoreRows.Row row : rows.all()) {
      opened.put(row.name(), open(row));
    }
    purge = new Hourly("entrepot-upload-purge", this::purgeUploads);
  }

  /**
   * The store of that name.
   *
   * @throws IOException if there is none, or it cannot be used: the message says why
   */
  public BlobStore store(String name) throws IOException {
    Opened found = opened.get(name);
    if (found == null) {
      throw new IOException("there is no blob store '" + name + "'");
    }
    return found.store().orElseThrow(() -> new IOException(found.problem()));
  }

  @Override
  public List<BlobStoreView> list() {
    try {
      return rows.all().stream().map(this::view).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<BlobStoreView> find(String name) {
    return list().stream().filter(view -> view.name().equals(name)).findFirst();
  }

  @Override
  public synchronized BlobStoreView create(String name, String path, OptionalLong softQuota)
      throws RefusedException, IOException {
    if (!NAME.matcher(name).matches()) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          "name",
          "'"
              + name
              + "' cannot name a blob store: 1 to 100 letters, digits, '.', '_' and '-', not"
              + " beginning with a dot");
    }
    checkQuota(softQuota);
    for (BlobStoreRows.Row other : rows.all()) {
      if (other.name().equalsIgnoreCase(name)) {
        throw new RefusedException(
            RefusedException.Kind.CONFLICT,
            "name",
            "there is a blob store '" + other.name() + "' already");
      }
    }
    checkFolder(folder(path), path);
    BlobStoreRows.Row row = new BlobStoreRows.Row(name, path, softQuota, 0, 0);
    FileBlobStore store = new FileBlobStore(folder(path));
    rows.add(row);
    opened.put(name, new Opened(Optional.of(store), ""));
    LOG.info("Blob store {} is in {}", name, folder(path));
    return view(row);
  }

  @Override
  public synchronized BlobStoreView update(String name, String path, OptionalLong softQuota)
      throws RefusedException, IOException {
    BlobStoreRows.Row row = row(name);
    if (!folder(path).equals(folder(row.folder()))) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          "path",
          "the path of blob store '"
              + name
              + "' is '"
              + row.folder()
              + "' and stays: its blobs would not move to '"
              + path
              + "'");
    }
    checkQuota(softQuota);
    rows.quota(name, softQuota);
    return view(row(name));
  }

  @Override
  public synchronized void delete(String name) throws RefusedException, IOException {
    BlobStoreRows.Row row = row(name);
    if (name.equals(DEFAULT)) {
      throw new RefusedException(
          RefusedException.Kind.FORBIDDEN, "name", "the blob store 'default' always exists");
    }
    if (!rows.deleteUnused(name)) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "name",
          "blob store '" + name + "' is used by a repository, or has blobs of one");
    }
    Opened gone = opened.remove(name);
    if (gone != null && gone.store().isPresent()) {
      gone.store().get().close();
    }
    deleteFiles(folder(row.folder()));
    LOG.info("Blob store {} is removed", name);
  }

  /** Removes uploads that nobody has written to for a day. */
  void purgeUploads() {
    opened.forEach(
        (name, found) -> {
          try {
            if (found.store().isPresent()) {
              int removed = found.store().get().purgeUploads(clock.instant().minus(UPLOAD_IDLE));
              if (removed > 0) {
                LOG.info("Removed {} files of abandoned uploads from blob store {}", removed, name);
              }
            }
          } catch (IOException e) {
            LOG.warn("Abandoned uploads of blob store {} were not removed", name, e);
          }
        });
  }

  /** Why a store takes no writes; empty if it does. Tries it. */
  public Optional<String> problem(String name) {
    Opened found = opened.get(name);
    if (found == null || found.store().isEmpty()) {
      return Optional.of(found == null ? "there is no such store" : found.problem());
    }
    try {
      found.store().get().probe();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  @Deactivate
  @Override
  public void close() throws IOException {
    purge.close();
    for (Opened store : opened.values()) {
      if (store.store().isPresent()) {
        store.store().get().close();
      }
    }
  }

  private Opened open(BlobStoreRows.Row row) {
    try {
      Path folder = folder(row.folder());
      if (row.blobs() > 0 && !Files.isDirectory(folder.resolve("blobs"))) {
        // To make it anew would hide that a disk is not mounted.
        throw new NoSuchFileException(folder + " with its " + row.blobs() + " blobs is not there");
      }
      return new Opened(Optional.of(new FileBlobStore(folder)), "");
    } catch (IOException | RefusedException e) {
      LOG.error("Blob store {} in {} cannot be used", row.name(), row.folder(), e);
      return new Opened(
          Optional.empty(), "blob store '" + row.name() + "' cannot be used: " + e.getMessage());
    }
  }

  private BlobStoreView view(BlobStoreRows.Row row) {
    long available = 0;
    Optional<String> problem = Optional.empty();
    Path folder = home.resolve(row.folder()).normalize();
    try {
      available = store(row.name()).usage().available();
    } catch (IOException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
    }
    return new BlobStoreView(
        row.name(), folder, row.blobs(), row.size(), available, row.softQuota(), problem);
  }

  private BlobStoreRows.Row row(String name) throws RefusedException, IOException {
    return rows.all().stream()
        .filter(row -> row.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new RefusedException(
                    RefusedException.Kind.NOT_FOUND,
                    "name",
                    "there is no blob store '" + name + "'"));
  }

  private Path folder(String path) throws RefusedException {
    try {
      if (!path.isBlank()) {
        return home.resolve(path).normalize();
      }
    } catch (InvalidPathException e) {
      throw new RefusedException(
          RefusedException.Kind.INVALID, "path", "'" + path + "' is no path: " + e.getReason());
    }
    throw new RefusedException(RefusedException.Kind.INVALID, "path", "the path is missing");
  }

  private void checkFolder(Path folder, String path) throws RefusedException, IOException {
    if (folder.equals(home) || home.startsWith(folder)) {
      throw new RefusedException(
          RefusedException.Kind.INVALID, "path", "'" + path + "' is above all blob stores");
    }
    for (BlobStoreRows.Row other : rows.all()) {
      Path taken = folder(other.folder());
      if (folder.startsWith(taken) || taken.startsWith(folder)) {
        throw new RefusedException(
            RefusedException.Kind.CONFLICT,
            "path",
            "'" + path + "' overlaps with blob store '" + other.name() + "' in " + taken);
      }
    }
    if (Files.isDirectory(folder)) {
      try (Stream<Path> inside = Files.list(folder)) {
        if (inside.findAny().isPresent()) {
          throw new RefusedException(
              RefusedException.Kind.CONFLICT, "path", folder + " is not empty");
        }
      }
    }
  }

  private static void checkQuota(OptionalLong softQuota) throws RefusedException {
    if (softQuota.isPresent() && softQuota.getAsLong() <= 0) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          "softQuota.limit",
          "the quota is " + softQuota.getAsLong() + " and must be more than 0");
    }
  }

  /** Removes what is the store's own, and the folder if nothing else is in it. */
  private static void deleteFiles(Path folder) throws IOException {
    for (String own : List.of("blobs", "uploads")) {
      if (Files.isDirectory(folder.resolve(own))) {
        Files.walkFileTree(folder.resolve(own), new Deleting());
      }
    }
    try (Stream<Path> inside = Files.list(folder)) {
      if (inside.findAny().isPresent()) {
        return;
      }
    }
    Files.deleteIfExists(folder);
  }

  private static final class Deleting extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException problem) throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
