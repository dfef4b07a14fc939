package io.entrepot.engine.blob;

import io.entrepot.spi.blob.BlobId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * How the rows of blobs are found by the names of their files. Such a name begins with the blob's
 * SHA-256 (see {@link FileLayout}), and by that the rows are indexed. The few rows of which this is
 * not true, if somebody has changed them by hand, have an index of their own.
 */
public final class BlobNames {

  /** Of rows whose names do not begin with their SHA-256. */
  public static final String MISNAMED = "substr(name, 1, 64) <> sha256";

  private static final int SHA256 = 64;

  private BlobNames() {}

  /** The number of the row that has that file; empty if none has it. */
  public static Optional<Long> row(Handle handle, String store, BlobId name) {
    Optional<Long> row =
        handle
            .createQuery("SELECT id FROM blob WHERE sha256 = ? AND store = ? AND name = ?")
            .bind(0, beginning(name.value()))
            .bind(1, store)
            .bind(2, name.value())
            .map((found, context) -> found.getLong(1))
            .findOne();
    return row.isPresent()
        ? row
        : handle
            .createQuery("SELECT id FROM blob WHERE store = ? AND name = ? AND " + MISNAMED)
            .bind(0, store)
            .bind(1, name.value())
            .map((found, context) -> found.getLong(1))
            .findFirst();
  }

  /**
   * Those of some files that no row has. All rows between the first and the last are read, so they
   * should lie close together.
   */
  public static Set<BlobId> unknown(Handle handle, String store, List<BlobId> names) {
    if (names.isEmpty()) {
      return Set.of();
    }
    TreeSet<String> unknown =
        names.stream().map(BlobId::value).collect(Collectors.toCollection(TreeSet::new));
    String first = unknown.first();
    String last = unknown.last();
    try (Stream<String> known =
        handle
            .createQuery(
                "SELECT name FROM blob WHERE store = ? AND sha256 >= ? AND sha256 <= ?"
                    + " UNION ALL"
                    + " SELECT name FROM blob WHERE store = ? AND name >= ? AND name <= ? AND "
                    + MISNAMED)
            .bind(0, store)
            .bind(1, beginning(first))
            .bind(2, beginning(last))
            .bind(3, store)
            .bind(4, first)
            .bind(5, last)
            .map((found, context) -> found.getString(1))
            .stream()) {
      known.forEach(unknown::remove);
    }
    return unknown.stream().map(BlobId::new).collect(Collectors.toSet());
  }

  private static String beginning(String name) {
    return name.substring(0, Math.min(SHA256, name.length()));
  }
}
