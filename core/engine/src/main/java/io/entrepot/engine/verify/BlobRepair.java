package io.entrepot.engine.verify;

import io.entrepot.engine.blob.BlobFiles;
import io.entrepot.engine.blob.StoreFolder;
import io.entrepot.engine.content.DamagedBlobs;
import io.entrepot.engine.database.Database;
import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.blob.DigestAlgorithm;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts blobs right. Bytes are taken only from files whose checksum was just computed. */
final class BlobRepair {

  private final Database database;
  private final DamagedBlobs damaged;
  private final ByteReader reader;
  private final Instant settled;
  private final Map<String, BlobFiles> stores = new HashMap<>();

  /**
   * A repair.
   *
   * @param settled files that came before then are no uploads any more
   */
  BlobRepair(
      Database database,
      DamagedBlobs damaged,
      Iterable<StoreFolder> folders,
      ByteReader reader,
      Instant settled) {
    this.database = database;
    this.damaged = damaged;
    this.reader = reader;
    this.settled = settled;
    for (StoreFolder folder : folders) {
      stores.put(folder.name(), new BlobFiles(folder.folder()));
    }
  }

  /**
   * Gives a blob the right bytes from another file that has them; else moves its file out of the
   * way.
   *
   * @param there whether it has a file
   */
  Outcome.Action heal(BlobRow row, boolean there) throws IOException {
    for (Map.Entry<String, BlobFiles> store : stores.entrySet()) {
      for (BlobFiles.Entry other : store.getValue().having(row.sha256())) {
        boolean own = store.getKey().equals(row.store()) && other.id().equals(row.name());
        if (!own && heal(row, store.getKey(), other)) {
          return Outcome.Action.HEALED;
        }
      }
    }
    return there && stores.get(row.store()).setAside(row.name())
        ? Outcome.Action.SET_ASIDE
        : Outcome.Action.LEFT;
  }

  /** The bytes are right and the row says another length. */
  Outcome.Action correctSize(BlobRow row, long size) throws IOException {
    database.write(
        handle ->
            handle.execute(
                "UPDATE blob SET size = ? WHERE id = ? AND name = ?",
                size,
                row.id(),
                row.name().value()));
    damaged.clear(row.store(), row.name());
    return Outcome.Action.CORRECTED;
  }

  /** The bytes are right and the row says another checksum than SHA-256. */
  Outcome.Action correctDigest(BlobRow row, Finding.WrongDigest wrong) throws IOException {
    String column =
        switch (wrong.found().algorithm()) {
          case SHA512 -> "sha512";
          case SHA1 -> "sha1";
          case MD5 -> "md5";
          case SHA256 -> throw new IllegalArgumentException("SHA-256 is what bytes are known by");
        };
    database.write(
        handle ->
            handle.execute(
                "UPDATE blob SET " + column + " = ? WHERE id = ? AND name = ?",
                wrong.found().hex(),
                row.id(),
                row.name().value()));
    return Outcome.Action.CORRECTED;
  }

  /** Removes a file that no blob has. */
  Outcome.Action remove(Finding.OrphanFile orphan) throws IOException {
    return stores.get(orphan.store()).delete(orphan.id())
        ? Outcome.Action.REMOVED
        : Outcome.Action.LEFT;
  }

  private boolean heal(BlobRow row, String store, BlobFiles.Entry source) throws IOException {
    BlobFiles from = stores.get(store);
    BlobFiles into = stores.get(row.store());
    boolean orphan = store.equals(row.store()) && !BlobRow.any(database, row.store(), source.id());
    Optional<BlobId> made = Optional.empty();
    try (FileChannel file = from.open(source.id())) {
      if (!orphan) {
        made = into.copy(file, row.sha256());
      } else if (right(row, file)) {
        // The same file under a name of its own: nobody who removes the other takes this one along.
        made = Optional.of(into.link(source.id()));
      }
    }
    if (made.isEmpty()) {
      return false;
    }
    BlobId name = made.get();
    int taken =
        database.write(
            handle ->
                handle.execute(
                    "UPDATE blob SET name = ?, damaged_since = NULL WHERE id = ? AND name = ?",
                    name.value(),
                    row.id(),
                    row.name().value()));
    if (taken == 0) {
      into.delete(name); // somebody was faster; all is well
      return true;
    }
    into.setAside(row.name());
    damaged.forget(row.store(), row.name());
    if (orphan && source.since().isBefore(settled)) {
      into.delete(source.id());
    }
    return true;
  }

  private boolean right(BlobRow row, FileChannel file) throws IOException {
    return row.sha256()
        .equals(
            reader
                .digests(file, Set.of(DigestAlgorithm.SHA256), () -> {})
                .get(DigestAlgorithm.SHA256));
  }
}
