package io.entrepot.engine.verify;

import io.entrepot.engine.admin.VerifyRequest;
import io.entrepot.engine.blob.BlobFiles;
import io.entrepot.engine.blob.StoreFolder;
import io.entrepot.engine.content.DamagedBlobs;
import io.entrepot.engine.database.Database;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every row of a store's blobs against its file, and every file against a row, a folder at a time.
 * The server may go on meanwhile: whatever seems wrong is looked at again before it is told.
 */
final class BlobVerification {

  private static final String BEHIND_ALL = "\uffff";

  private final Database database;
  private final DamagedBlobs damaged;
  private final VerifyRequest request;
  private final Instant now;
  private final Instant settled;
  private final ByteReader reader;
  private final BlobRepair repair;
  private final Watcher watcher;
  private final long total;
  private long blobs;

  /**
   * A verification.
   *
   * @param settled files that came after then may be uploads under way, and are not judged
   * @param total how many blobs there are, about
   */
  BlobVerification(
      Database database,
      DamagedBlobs damaged,
      VerifyRequest request,
      Instant now,
      Instant settled,
      ByteReader reader,
      BlobRepair repair,
      Watcher watcher,
      long total) {
    this.database = database;
    this.damaged = damaged;
    this.request = request;
    this.now = now;
    this.settled = settled;
    this.reader = reader;
    this.repair = repair;
    this.watcher = watcher;
    this.total = total;
  }

  /** How many blobs were looked at. */
  long blobs() {
    return blobs;
  }

  void verify(StoreFolder store) throws IOException {
    BlobFiles files = new BlobFiles(store.folder());
    if (!files.there()) {
      if (store.blobs() > 0) {
        told(new Finding.MissingStore(store.name(), store.folder(), store.blobs()));
      }
      return;
    }
    strange(store, files.strange());
    List<String> folders = BlobFiles.folders();
    for (int i = 0; i < folders.size(); i++) {
      // Together the bounds leave no row out, also none whose name no file of this store can have.
      String from = i == 0 ? "" : folders.get(i);
      String to = i + 1 == folders.size() ? BEHIND_ALL : folders.get(i + 1);
      verify(store, files, files.list(folders.get(i)), from, to);
    }
  }

  private void verify(
      StoreFolder store, BlobFiles files, BlobFiles.Listing listing, String from, String to)
      throws IOException {
    strange(store, listing.strange());
    Map<String, BlobFiles.Entry> unknown = new LinkedHashMap<>();
    listing.blobs().forEach(entry -> unknown.put(entry.id().value(), entry));
    String after = "";
    List<BlobRow> rows = BlobRow.page(database, store.name(), from, to, after);
    while (!rows.isEmpty()) {
      for (BlobRow row : rows) {
        after = row.sha256().hex();
        Optional<BlobFiles.Entry> entry = Optional.ofNullable(unknown.remove(row.name().value()));
        verify(files, row, entry.isPresent() ? entry : files.find(row.name()));
        blobs++;
        step();
      }
      rows = BlobRow.page(database, store.name(), from, to, after);
    }
    for (BlobFiles.Entry entry : unknown.values()) {
      orphan(store, files, entry);
    }
    step();
  }

  private void verify(BlobFiles files, BlobRow row, Optional<BlobFiles.Entry> entry)
      throws IOException {
    if (entry.isEmpty()) {
      missing(files, row);
      return;
    }
    boolean rightSize = entry.get().size() == row.size();
    if (rightSize && !request.deep() && !row.damaged()) {
      return;
    }
    try {
      Map<DigestAlgorithm, Digest> found = digests(files, row);
      if (!row.current(database)) {
        return;
      }
      boolean right = row.sha256().equals(found.get(DigestAlgorithm.SHA256));
      if (!rightSize) {
        wrongSize(row, entry.get().size(), right);
      } else if (!right) {
        broken(row, new Finding.WrongDigest(described(row), found.get(DigestAlgorithm.SHA256)));
      } else {
        otherDigests(row, found);
      }
    } catch (NoSuchFileException e) {
      missing(files, row);
    } catch (ByteReader.UnreadableException e) {
      broken(row, new Finding.UnreadableFile(described(row), e.getMessage()));
    }
  }

  private void missing(BlobFiles files, BlobRow row) throws IOException {
    if (!row.current(database) || files.find(row.name()).isPresent()) {
      return;
    }
    damaged.note(row.store(), row.name());
    Finding finding = new Finding.MissingFile(described(row));
    told(finding, request.repair() ? repair.heal(row, false) : Outcome.Action.TOLD);
  }

  private void wrongSize(BlobRow row, long size, boolean right) throws IOException {
    Finding finding = new Finding.WrongSize(described(row), size, right);
    if (!right) {
      broken(row, finding);
      return;
    }
    told(finding, request.repair() ? repair.correctSize(row, size) : Outcome.Action.TOLD);
  }

  /** Its bytes are not to be read any more, whether or not they are repaired. */
  private void broken(BlobRow row, Finding finding) throws IOException {
    damaged.note(row.store(), row.name());
    told(finding, request.repair() ? repair.heal(row, true) : Outcome.Action.TOLD);
  }

  private void otherDigests(BlobRow row, Map<DigestAlgorithm, Digest> found) throws IOException {
    if (row.damaged()) {
      damaged.clear(row.store(), row.name());
    }
    for (DigestAlgorithm algorithm : found.keySet()) {
      if (!found.get(algorithm).equals(row.digests().get(algorithm))) {
        Finding.WrongDigest wrong = new Finding.WrongDigest(described(row), found.get(algorithm));
        told(wrong, request.repair() ? repair.correctDigest(row, wrong) : Outcome.Action.TOLD);
      }
    }
  }

  private void orphan(StoreFolder store, BlobFiles files, BlobFiles.Entry entry)
      throws IOException {
    if (entry.since().isAfter(settled)
        || BlobRow.any(database, store.name(), entry.id())
        || files.find(entry.id()).isEmpty()) {
      return;
    }
    Finding.OrphanFile orphan =
        new Finding.OrphanFile(store.name(), entry.id(), entry.size(), entry.since());
    boolean old = entry.since().isBefore(now.minus(request.orphanAge()));
    if (!request.repair()) {
      told(orphan);
    } else {
      told(orphan, request.removeOrphans() && old ? repair.remove(orphan) : Outcome.Action.LEFT);
    }
  }

  private Map<DigestAlgorithm, Digest> digests(BlobFiles files, BlobRow row) throws IOException {
    Set<DigestAlgorithm> algorithms = EnumSet.copyOf(row.digests().keySet());
    try (FileChannel file = files.open(row.name())) {
      return reader.digests(file, algorithms, this::step);
    }
  }

  private void strange(StoreFolder store, List<Path> files) {
    files.forEach(file -> told(new Finding.StrangeFile(store.name(), file)));
  }

  private Finding.Blob described(BlobRow row) throws IOException {
    return row.described(database);
  }

  private void told(Finding finding) {
    told(finding, request.repair() ? Outcome.Action.LEFT : Outcome.Action.TOLD);
  }

  private void told(Finding finding, Outcome.Action action) {
    watcher.found(new Outcome(finding, action));
  }

  private void step() throws IOException {
    watcher.progress("blobs looked at", blobs, total);
  }
}
