package io.entrepot.engine.content;

import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.content.StoredBlob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Rows of the database as values. Columns go by position: this is the path of every download. */
final class Rows {

  /** The columns that {@link #asset} reads, beginning with its id. */
  static final String ASSET =
      " a.id, a.path, a.content_type, a.attributes, a.created, a.updated, a.blob, a.component,"
          + " b.store, b.name, b.size, b.sha256, b.sha512, b.sha1, b.md5,"
          + " c.group_name, c.name, c.version, a.unneeded_since";

  /** How many columns that are: others begin behind them. */
  static final int ASSET_COLUMNS = 19;

  /** What belongs to an asset, joined to its row. */
  static final String ASSET_PARTS =
      " JOIN blob b ON b.id = a.blob LEFT JOIN component c ON c.id = a.component";

  /** The columns that {@link #blob} reads. */
  static final String BLOB = " b.store, b.name, b.size, b.sha256, b.sha512, b.sha1, b.md5";

  /**
   * An asset and what only the database knows of it.
   *
   * @param id its row
   * @param blob its blob's row
   * @param component its component's row; 0 if it has none
   * @param unneededSince since when nothing needs it; empty if something does, or it stays anyway
   */
  record AssetRow(
      long id, long blob, long component, Optional<Instant> unneededSince, Asset asset) {}

  private Rows() {}

  static AssetRow asset(ResultSet row) throws SQLException {
    long component = row.getLong(8);
    Optional<Component> part = Optional.empty();
    if (component != 0) {
      part = Optional.of(new Component(row.getString(16), row.getString(17), row.getString(18)));
    }
    Asset asset =
        new Asset(
            new AssetPath(row.getString(2)),
            blob(row, 9),
            row.getString(3),
            Attributes.read(row.getString(4)),
            part,
            Instant.ofEpochMilli(row.getLong(5)),
            Instant.ofEpochMilli(row.getLong(6)));
    long since = row.getLong(19);
    return new AssetRow(
        row.getLong(1),
        row.getLong(7),
        component,
        since == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(since)),
        asset);
  }

  /**
   * A blob.
   *
   * @param from the position of its first column
   */
  static StoredBlob blob(ResultSet row, int from) throws SQLException {
    Map<DigestAlgorithm, Digest> digests = new EnumMap<>(DigestAlgorithm.class);
    digest(digests, DigestAlgorithm.SHA256, row.getString(from + 3));
    digest(digests, DigestAlgorithm.SHA512, row.getString(from + 4));
    digest(digests, DigestAlgorithm.SHA1, row.getString(from + 5));
    digest(digests, DigestAlgorithm.MD5, row.getString(from + 6));
    return new StoredBlob(
        row.getString(from), new BlobId(row.getString(from + 1)), row.getLong(from + 2), digests);
  }

  private static void digest(
      Map<DigestAlgorithm, Digest> digests, DigestAlgorithm algorithm, String hex) {
    if (hex != null) {
      digests.put(algorithm, new Digest(algorithm, hex));
    }
  }
}
