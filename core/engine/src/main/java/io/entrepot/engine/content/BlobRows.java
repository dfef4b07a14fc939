package io.entrepot.engine.content;

import io.entrepot.engine.database.Prepared;
import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.content.MissingBlobException;
import io.entrepot.spi.content.StoredBlob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * The blobs of one store within a commit: one row for each distinct content. A row whose last asset
 * goes stays, marked; its file is for the collector to remove.
 */
final class BlobRows {

  /**
   * A blob's row.
   *
   * @param blob what it says
   * @param damaged whether its file is known not to have its bytes
   */
  record Row(long id, StoredBlob blob, boolean damaged) {}

  private static final String ROW =
      "SELECT b.id," + Rows.BLOB + ", b.damaged_since IS NOT NULL FROM blob b WHERE b.sha256 = ?";

  private final Handle handle;
  private final String store;
  private final Instant now;
  private final Uploads uploads;
  private final SeenFiles files;
  private final List<BlobId> surplus = new ArrayList<>();
  private final List<BlobId> replaced = new ArrayList<>();

  /**
   * The blobs of a store.
   *
   * @param uploads the uploads whose bytes may become blobs
   * @param files of blobs that have the same bytes as uploads
   */
  BlobRows(Handle handle, String store, Instant now, Uploads uploads, SeenFiles files) {
    this.handle = handle;
    this.store = store;
    this.now = now;
    this.uploads = uploads;
    this.files = files;
  }

  /** The files that nothing needs once this is committed. */
  List<BlobId> surplus() {
    return surplus;
  }

  /** The damaged files in whose place others are once this is committed. */
  List<BlobId> replaced() {
    return replaced;
  }

  /**
   * The row for an upload's content, with one asset more: the one that has it, or a new one.
   *
   * @throws MissingBlobException if another commit has taken the upload, and its bytes are gone
   * @throws UnseenFileException if nobody has looked at the file of the row that has it
   */
  Row take(Staged staged) throws MissingBlobException, UnseenFileException {
    Optional<Row> made = insert(staged, 1);
    if (made.isPresent()) {
      return made.get();
    }
    Row row = known(staged);
    retain(row.id());
    return row;
  }

  /** The same without an asset more. */
  Row adopt(Staged staged) throws MissingBlobException, UnseenFileException {
    Optional<Row> made = insert(staged, 0);
    return made.isPresent() ? made.get() : known(staged);
  }

  private Row known(Staged staged) throws MissingBlobException, UnseenFileException {
    Row row =
        bySha256(handle, store, staged.sha256().hex())
            .orElseThrow(() -> new MissingBlobException(staged.sha256()));
    boolean mine = uploads.contains(staged.id());
    BlobId known = row.blob().id();
    if (known.equals(staged.id())) {
      return row;
    }
    // One of this very change set is sound: it was made durable a moment ago.
    if (mine && (row.damaged() || (!uploads.contains(known) && !files.sound(known)))) {
      Prepared.execute(
          handle,
          "UPDATE blob SET name = ?, damaged_since = NULL WHERE id = ?",
          staged.id().value(),
          row.id());
      uploads.keeper().keep(handle, store, staged.id());
      replaced.add(known);
    } else if (mine) {
      surplus.add(staged.id());
    }
    for (DigestAlgorithm algorithm : staged.digests().keySet()) {
      if (row.blob().digest(algorithm).isEmpty()) {
        Prepared.execute(
            handle,
            "UPDATE blob SET " + column(algorithm) + " = ? WHERE id = ?",
            staged.digests().get(algorithm).hex(),
            row.id());
      }
    }
    return bySha256(handle, store, staged.sha256().hex()).orElseThrow();
  }

  /**
   * The row of bytes that an asset of a repository has, in whichever store: they may have been
   * moved since they were looked up. None that is damaged.
   */
  Optional<Row> held(StoredBlob blob, long content) {
    return Prepared.first(
        handle,
        ROW
            + " AND b.damaged_since IS NULL"
            + " AND EXISTS (SELECT 1 FROM asset a WHERE a.blob = b.id AND a.content = ?)"
            + " LIMIT 1",
        BlobRows::row,
        blob.sha256().hex(),
        content);
  }

  /** The row of bytes that are in this store, whichever repository has them; none if damaged. */
  Optional<Row> anybodys(StoredBlob blob) {
    return bySha256(handle, store, blob.sha256().hex()).filter(row -> !row.damaged());
  }

  /** One asset more has it. */
  void retain(long blob) {
    Prepared.execute(
        handle,
        "UPDATE blob SET assets = assets + 1, unreferenced_since = NULL WHERE id = ?",
        blob);
  }

  /** One asset less has it. */
  void release(long blob) {
    release(handle, blob, now);
  }

  static void release(Handle handle, long blob, Instant now) {
    Prepared.execute(
        handle,
        "UPDATE blob SET assets = assets - 1,"
            + " unreferenced_since = CASE WHEN assets = 1 THEN CAST(? AS BIGINT) END"
            + " WHERE id = ?",
        now.toEpochMilli(),
        blob);
  }

  static Optional<Row> bySha256(Handle handle, String store, String sha256) {
    return Prepared.first(handle, ROW + " AND b.store = ?", BlobRows::row, sha256, store);
  }

  /** The column of a checksum. */
  static String column(DigestAlgorithm algorithm) {
    return switch (algorithm) {
      case SHA256 -> "sha256";
      case SHA512 -> "sha512";
      case SHA1 -> "sha1";
      case MD5 -> "md5";
    };
  }

  /** A new row; empty if there is one for this content, or the upload is not this commit's. */
  private Optional<Row> insert(Staged staged, int assets) {
    if (!uploads.contains(staged.id())) {
      return Optional.empty();
    }
    OptionalLong id =
        Prepared.insert(
            handle,
            "INSERT INTO blob (store, name, size, sha256, sha512, sha1, md5, assets, created)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sha256, store) DO NOTHING",
            store,
            staged.id().value(),
            staged.size(),
            staged.sha256().hex(),
            hex(staged, DigestAlgorithm.SHA512),
            hex(staged, DigestAlgorithm.SHA1),
            hex(staged, DigestAlgorithm.MD5),
            assets,
            now.toEpochMilli());
    if (id.isEmpty()) {
      return Optional.empty();
    }
    Prepared.execute(
        handle,
        "UPDATE blob_store SET blobs = blobs + 1, size = size + ? WHERE name = ?",
        staged.size(),
        store);
    uploads.keeper().keep(handle, store, staged.id());
    StoredBlob blob = new StoredBlob(store, staged.id(), staged.size(), staged.digests());
    return Optional.of(new Row(id.getAsLong(), blob, false));
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(row.getLong(1), Rows.blob(row, 2), row.getBoolean(9));
  }

  private static String hex(Staged staged, DigestAlgorithm algorithm) {
    return staged.digest(algorithm).map(digest -> digest.hex()).orElse(null);
  }
}
