package io.entrepot.engine.verify;

import io.entrepot.engine.blob.BlobNames;
import io.entrepot.engine.database.Database;
import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A blob as the database has it.
 *
 * @param name its id in the store, as it is written there
 * @param digests as far as they were computed; SHA-256 always
 * @param damaged whether it is noted as damaged
 * @param assets how many have it
 */
record BlobRow(
    long id,
    String store,
    BlobId name,
    long size,
    Map<DigestAlgorithm, Digest> digests,
    boolean damaged,
    long assets) {

  private static final int PAGE = 500;
  private static final int SHOWN = 10;

  Digest sha256() {
    return digests.get(DigestAlgorithm.SHA256);
  }

  /**
   * The next rows of a store in the order of their SHA-256, and so of their names, within bounds.
   */
  static List<BlobRow> page(Database database, String store, String from, String to, String after)
      throws IOException {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT id, store, name, size, damaged_since IS NOT NULL, assets,"
                        + " sha256, sha512, sha1, md5 FROM blob"
                        + " WHERE store = ? AND sha256 >= ? AND sha256 < ? AND sha256 > ?"
                        + " ORDER BY sha256 LIMIT ?")
                .bind(0, store)
                .bind(1, from)
                .bind(2, to)
                .bind(3, after)
                .bind(4, PAGE)
                .map((row, context) -> read(row))
                .list());
  }

  /** Whether it is still as it was read: others may have replaced or removed it. */
  boolean current(Database database) throws IOException {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT 1 FROM blob WHERE id = ? AND store = ? AND name = ?")
                .bind(0, id)
                .bind(1, store)
                .bind(2, name.value())
                .map((row, context) -> row.getInt(1))
                .findOne()
                .isPresent());
  }

  /** Whether any row has that file. */
  static boolean any(Database database, String store, BlobId name) throws IOException {
    return database.read(handle -> BlobNames.row(handle, store, name).isPresent());
  }

  /** The same for a finding, with the first assets that have it. */
  Finding.Blob described(Database database) throws IOException {
    List<Finding.AssetName> uses =
        database.read(
            handle ->
                handle
                    .createQuery(
                        "SELECT coalesce(c.repository, '(removed)'), a.path FROM asset a"
                            + " JOIN content c ON c.id = a.content WHERE a.blob = ? LIMIT ?")
                    .bind(0, id)
                    .bind(1, SHOWN)
                    .map(
                        (row, context) -> new Finding.AssetName(row.getString(1), row.getString(2)))
                    .list());
    return new Finding.Blob(store, name, size, sha256(), Math.max(assets, uses.size()), uses);
  }

  private static BlobRow read(ResultSet row) throws SQLException {
    Map<DigestAlgorithm, Digest> digests = new EnumMap<>(DigestAlgorithm.class);
    for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
      Optional.ofNullable(row.getString(algorithm.label()))
          .ifPresent(hex -> digests.put(algorithm, new Digest(algorithm, hex)));
    }
    return new BlobRow(
        row.getLong(1),
        row.getString(2),
        new BlobId(row.getString(3)),
        row.getLong(4),
        digests,
        row.getBoolean(5),
        row.getLong(6));
  }
}
