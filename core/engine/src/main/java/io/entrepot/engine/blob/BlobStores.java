package io.entrepot.engine.blob;

import io.entrepot.engine.Environment;
import io.entrepot.engine.admin.BlobStoreAdmin;
import io.entrepot.engine.admin.BlobStoreLimits;
import io.entrepot.engine.admin.BlobStoreView;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.database.Database;
import io.entrepot.engine.task.TaskRun;
import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.blob.BlobInfo;
import io.entrepot.spi.blob.BlobStore;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.Staged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
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
  private static final Disk DISK = new Disk();

  /** A store, or why it cannot be used. */
  private record Opened(Optional<FileBlobStore> store, String problem) {

    Optional<FileLayout> layout() {
      return store.map(FileBlobStore::layout);
    }
  }

  private final BlobStoreRows rows;
  private final BlobStoreRules rules;
  private final StoreFolders folders;
  private final Space space;
  private final Clock clock;
  private final FreshBlobs fresh;
  private final Map<String, BlobStoreLimits> limits = new ConcurrentHashMap<>();
  private final Map<String, Opened> opened = new ConcurrentHashMap<>();
  private final Hourly quotas;

  /** Opens the stores of the server. */
  @Activate
  public BlobStores(@Reference Database database, @Reference Environment environment)
      throws IOException {
    this(
        database,
        environment.data().resolve("blobs"),
        environment.storageReserve(),
        Clock.systemUTC());
  }

  /** The same without a reserve. */
  public BlobStores(Database database, Path home, Clock clock) throws IOException {
    this(database, home, 0, clock);
  }

  /**
   * Opens the stores; one that cannot be opened is there with its problem.
   *
   * @param home the folder below which relative paths lie
   * @param reserve bytes that uploads leave free, on the database's file system too
   */
  public BlobStores(Database database, Path home, long reserve, Clock clock) throws IOException {
    this.rows = new BlobStoreRows(database);
    this.folders = new StoreFolders(home);
    this.rules = new BlobStoreRules(folders, rows);
    this.space = Space.of(database.folder(), reserve, DISK);
    this.clock = clock;
    this.fresh = new FreshBlobs(database);
    rows.addIfNone(DEFAULT, DEFAULT);
    for (BlobStoreRows.Row row : rows.all()) {
      opened.put(row.name(), open(row));
    }
    fresh.begin(name -> Optional.ofNullable(opened.get(name)).flatMap(Opened::layout));
    quotas = new Hourly("entrepot-quotas", this::tellQuotas);
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

  /**
   * An upload that goes on.
   *
   * @param store the name of the store that it is in
   */
  public record Resumed(String store, BlobUpload upload) {}

  /**
   * The unfinished upload of that id, in whichever store: a repository may have got another one
   * since it began.
   *
   * @param first the store to look into before all others
   */
  public Optional<Resumed> resume(String first, String id) throws IOException {
    Optional<BlobUpload> upload = store(first).resume(id);
    if (upload.isPresent()) {
      return Optional.of(new Resumed(first, upload.get()));
    }
    for (Map.Entry<String, Opened> other : opened.entrySet()) {
      if (!other.getKey().equals(first) && other.getValue().store().isPresent()) {
        upload = other.getValue().store().get().resume(id);
        if (upload.isPresent()) {
          return Optional.of(new Resumed(other.getKey(), upload.get()));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Ends an upload whose bytes are for a commit: they are durable once that has had them
   * {@linkplain FreshBlobs#keep kept}.
   */
  public Staged finish(BlobUpload upload) throws IOException {
    return upload instanceof FileUpload file ? file.finish(Optional.of(fresh)) : upload.finish();
  }

  /** The small files that the disk may not have yet. */
  public FreshBlobs fresh() {
    return fresh;
  }

  /** Whether a blob's file is there, and as long as it should be. */
  public boolean sound(String store, BlobId id, long size) throws IOException {
    return store(store).find(id).map(BlobInfo::size).orElse(-1L) == size;
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
  public synchronized BlobStoreView create(String name, String path, BlobStoreLimits asked)
      throws RefusedException, IOException {
    rules.requireNew(name, path);
    BlobStoreRules.requireSound(asked);
    BlobStoreRows.Row row = new BlobStoreRows.Row(name, path, asked, 0, 0);
    limits.put(name, asked);
    FileBlobStore store = store(row);
    rows.add(row);
    opened.put(name, new Opened(Optional.of(store), ""));
    LOG.info("Blob store {} is in {}", name, folders.of(path));
    return view(row);
  }

  @Override
  public synchronized BlobStoreView update(String name, String path, BlobStoreLimits asked)
      throws RefusedException, IOException {
    rules.requireSameFolder(row(name), path);
    BlobStoreRules.requireSound(asked);
    rows.limit(name, asked);
    limits.put(name, asked);
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
      fresh.forget(gone.store().get().layout());
    }
    limits.remove(name);
    folders.delete(folders.of(row.folder()));
    LOG.info("Blob store {} is removed", name);
  }

  /**
   * Removes uploads of all stores that nobody has written to for so long.
   *
   * @throws IOException if those of a store cannot be removed; those of the others are
   */
  public void purgeUploads(Duration idle, TaskRun run) throws IOException {
    IOException failure = null;
    for (Map.Entry<String, Opened> each : new TreeMap<>(opened).entrySet()) {
      String name = each.getKey();
      try {
        if (each.getValue().store().isPresent()) {
          FileBlobStore store = each.getValue().store().get();
          int removed = store.purgeUploads(clock.instant().minus(idle));
          run.report("blob store " + name + ": " + removed + " files of abandoned uploads removed");
        }
      } catch (IOException e) {
        IOException next = new IOException("abandoned uploads of blob store " + name + ": " + e, e);
        if (failure != null) {
          next.addSuppressed(failure);
        }
        failure = next;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Why no upload is taken on account of the database's file system; empty if it is none's. */
  public Optional<String> databaseProblem() {
    return space.database().flatMap(space::problem);
  }

  /** Moves the file of a blob that is damaged out of the way; false if it is not there. */
  public boolean setAside(String name, BlobId id) throws IOException {
    Opened found = opened.get(name);
    return found != null && found.store().isPresent() && found.store().get().setAside(id);
  }

  /** Why a store takes no writes; empty if it does. Tries it. */
  public Optional<String> problem(String name) {
    Opened found = opened.get(name);
    if (found == null || found.store().isEmpty()) {
      return Optional.of(found == null ? "there is no such store" : found.problem());
    }
    try {
      found.store().get().probe();
      return fresh.problem(found.store().get().layout());
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  @Deactivate
  @Override
  public void close() throws IOException {
    quotas.close();
    fresh.close();
    for (Opened store : opened.values()) {
      if (store.store().isPresent()) {
        store.store().get().close();
      }
    }
  }

  private void tellQuotas() {
    try {
      for (BlobStoreRows.Row row : rows.all()) {
        view(row).quotaViolation().ifPresent(violation -> LOG.warn("Quota: {}", violation));
      }
    } catch (IOException e) {
      LOG.warn("The quotas of blob stores were not looked at", e);
    }
  }

  private FileBlobStore store(BlobStoreRows.Row row) throws RefusedException, IOException {
    return new FileBlobStore(
        folders.of(row.folder()), DISK, space, () -> left(row.name()), Optional.of(fresh));
  }

  private OptionalLong left(String store) throws IOException {
    OptionalLong limit = limits.getOrDefault(store, BlobStoreLimits.NONE).hardLimit();
    return limit.isEmpty() ? limit : OptionalLong.of(limit.getAsLong() - rows.size(store));
  }

  private Opened open(BlobStoreRows.Row row) {
    limits.put(row.name(), row.limits());
    try {
      Path folder = folders.of(row.folder());
      if (row.blobs() > 0 && !Files.isDirectory(folder.resolve("blobs"))) {
        // To make it anew would hide that a disk is not mounted.
        throw new NoSuchFileException(folder + " with its " + row.blobs() + " blobs is not there");
      }
      return new Opened(Optional.of(store(row)), "");
    } catch (IOException | RefusedException e) {
      LOG.error("Blob store {} in {} cannot be used", row.name(), row.folder(), e);
      return new Opened(
          Optional.empty(), "blob store '" + row.name() + "' cannot be used: " + e.getMessage());
    }
  }

  private BlobStoreView view(BlobStoreRows.Row row) {
    long available = 0;
    Optional<String> problem = Optional.empty();
    try {
      available = store(row.name()).usage().available();
    } catch (IOException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
    }
    return new BlobStoreView(
        row.name(),
        folders.kept(row.folder()),
        row.blobs(),
        row.size(),
        available,
        row.limits(),
        problem);
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
}
