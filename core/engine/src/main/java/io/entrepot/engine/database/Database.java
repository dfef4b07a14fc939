package io.entrepot.engine.database;

import io.entrepot.engine.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The metadata: an SQLite database in the data folder.
 *
 * <pre>
 * &lt;data&gt;/database/
 *   entrepot.db        mode 0600 by its folder's 0700
 *   entrepot.db-wal    what was committed and not yet moved into it
 *   entrepot.db-shm
 *   native/              SQLite's library for this machine
 * </pre>
 *
 * <p>{@link #write} is durable when it returns ({@code synchronous=FULL}). When the disk fails,
 * nothing is written any more until the server is started again, because what a failed fsync left
 * behind cannot be known; reading goes on.
 */
@Component(service = Database.class)
public final class Database implements AutoCloseable {

  // Older ones can corrupt a database in WAL mode when two connections write and checkpoint at
  // once.
  private static final int[] OLDEST_SQLITE = {3, 51, 3};
  private static final String MIGRATIONS = "classpath:io/entrepot/engine/database/migration";
  private static final int BUSY_TIMEOUT = 10_000;

  /** KiB that a connection remembers of the database. */
  private static final int CACHE = 4_000;

  /**
   * KiB that all reading connections remember of the database together. Not a map of the file into
   * memory, which is as fast: a disk that fails to read would end the process.
   */
  private static final int READ_CACHES = 128_000;

  private final Path folder;
  private final Jdbi jdbi;
  private final RowChanges changes = new RowChanges();
  private final Readers readers;
  private final Writer writer;
  private final AtomicInteger lasting = new AtomicInteger();

  /** Opens the database of the server's data folder. */
  @Activate
  public Database(@Reference Environment environment) throws IOException {
    this(environment.data().resolve("database"));
  }

  /**
   * Opens the database in a folder, made if it is not there, and brings it to this version's form.
   *
   * @throws IOException if it cannot be used: the message says why
   */
  public Database(Path folder) throws IOException {
    this.folder = folder;
    prepare(folder);
    NativeLibrary.provide(folder.resolve("native"));
    SQLiteDataSource source = source(folder.resolve("entrepot.db"));
    try {
      requireVersion(source);
      migrate(source);
      jdbi = Jdbi.create(source);
      jdbi.setStatementBuilderFactory(unused -> new ReusedStatements());
      int most = Math.max(4, Math.min(16, 2 * Runtime.getRuntime().availableProcessors()));
      readers = new Readers(() -> reading(jdbi.open(), READ_CACHES / most), most);
      Handle writing = jdbi.open();
      // Nobody else writes: what it has read stays true, and indexes of checksums are hit anywhere.
      writing.execute("PRAGMA cache_size = -32000");
      Path log = folder.resolve("entrepot.db-wal");
      writer =
          new Writer(
              writing,
              new Checkpoints(log, writing, jdbi.open(), () -> lasting.get() == 0),
              changes);
    } catch (SQLException e) {
      throw new IOException("the database in " + folder + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** The folder that it is in. */
  public Path folder() {
    return folder;
  }

  /**
   * Reads. Statements see what was committed before each began; they never wait for a write.
   *
   * @throws DatabaseException if the database fails
   */
  public <T> T read(Work<T> work) throws IOException {
    return readers.read(work);
  }

  /**
   * Writes: all of it is durable when this returns, or none of it is there if it throws (save what
   * {@link DatabaseException#certain} says). The work runs alone, in the one thread that writes: it
   * must neither wait nor do other I/O.
   *
   * @throws io.entrepot.spi.blob.StorageFullException if there is no room
   * @throws DatabaseException if the database fails
   */
  public <T> T write(Work<T> work) throws IOException {
    return writer.write(work);
  }

  /**
   * Reads, and may take its time: on a connection of its own, so that requests have theirs, and
   * while the writer leaves its log as long as it is, so that no write waits for this read. For
   * statements that take more than some tens of milliseconds.
   *
   * @throws DatabaseException if the database fails
   */
  public <T> T readLong(Work<T> work) throws IOException {
    lasting.incrementAndGet();
    try (Handle handle = reading(jdbi.open(), CACHE)) {
      return work.with(handle);
    } catch (SQLException e) {
      throw Faults.translate(e, true);
    } catch (RuntimeException e) {
      SQLException fault = Faults.of(e).orElseThrow(() -> e);
      throw Faults.translate(fault, true);
    } finally {
      lasting.decrementAndGet();
    }
  }

  /**
   * Copies the database as it is now into a file, durably, while others read and write.
   *
   * @param target a file that is not there yet; its folder is not made durable
   * @throws IOException if it cannot be copied; what there is of the file is removed
   */
  public void copyTo(Path target, CopyProgress progress) throws IOException {
    readLong(
        handle -> {
          OnlineCopy.copy(handle, target, progress);
          return target;
        });
  }

  /** Which rows have changed, for those who remember what they read. */
  public RowChanges changes() {
    return changes;
  }

  /**
   * Has something done at the end of every transaction, within it: what is cheaper for many units
   * at once than for each. What it throws undoes it alone, and is logged.
   *
   * @return what ends this
   */
  public Runnable atEachEnd(Work<?> work) {
    return writer.atEachEnd(work);
  }

  /** Why the database takes no writes; empty if it does. Tries it. */
  public Optional<String> problem() {
    if (writer.broken().isPresent()) {
      return writer.broken();
    }
    try {
      write(
          handle ->
              handle.execute(
                  "INSERT INTO setting (name, value) VALUES ('writable', 'yes')"
                      + " ON CONFLICT (name) DO UPDATE SET value = excluded.value"));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    }
  }

  @Deactivate
  @Override
  public void close() throws IOException {
    readers.close();
    try {
      writer.close();
    } catch (SQLException e) {
      throw new IOException("the database was not closed properly: " + e.getMessage(), e);
    }
  }

  private static void prepare(Path folder) throws IOException {
    Files.createDirectories(folder);
    PosixFileAttributeView posix = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
    if (posix != null) {
      posix.setPermissions(PosixFilePermissions.fromString("rwx------"));
    }
    String type = Files.getFileStore(folder).type().toLowerCase(Locale.ROOT);
    if (type.startsWith("nfs") || type.startsWith("cifs") || type.startsWith("smb")) {
      throw new IOException(
          "the database folder "
              + folder
              + " is on a network file system ("
              + type
              + "), which cannot lock and share memory as the database needs it");
    }
  }

  private static SQLiteDataSource source(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_TIMEOUT);
    config.setGetGeneratedKeys(false); // it asks for them after each INSERT; we say RETURNING
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    config.setJournalSizeLimit(64 << 20);
    config.setCacheSize(-CACHE);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  private static Handle reading(Handle handle, int cache) throws SQLException {
    try (Statement statement = handle.getConnection().createStatement()) {
      statement.execute("PRAGMA cache_size = -" + cache);
      statement.execute("PRAGMA query_only = 1");
    }
    return handle;
  }

  private static void requireVersion(SQLiteDataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT sqlite_version()")) {
      result.next();
      String version = result.getString(1);
      int[] parts = Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
      if (Arrays.compare(parts, OLDEST_SQLITE) < 0) {
        throw new SQLException("SQLite is " + version + " and must be 3.51.3 or newer");
      }
    }
  }

  private static void migrate(SQLiteDataSource source) throws SQLException {
    try {
      Flyway.configure(Database.class.getClassLoader())
          .dataSource(source)
          .locations(MIGRATIONS)
          .cleanDisabled(true)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new SQLException(e.getMessage(), e);
    }
  }
}
