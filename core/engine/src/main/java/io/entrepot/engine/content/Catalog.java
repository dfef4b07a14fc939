package io.entrepot.engine.content;

import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.Component;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Components and assets by their rows, of whichever repository, within a read of the database. */
public final class Catalog {

  /**
   * An asset and where it is kept.
   *
   * @param id its row
   * @param content the row of what its repository holds
   * @param blobCreated when its bytes came into the store
   * @param downloaded when it was last read, to the day; empty if that is not known
   */
  public record Line(
      long id, long content, Asset asset, Instant blobCreated, Optional<Instant> downloaded) {}

  /** So many components are asked for their assets at once. */
  public static final int MOST_AT_ONCE = 50;

  private static final int MOST_ASSETS_AT_ONCE = 2_000;
  private static final int COMPONENT = 8;
  private static final int CONTENT = Rows.ASSET_COLUMNS + 1;
  private static final String LINES =
      "SELECT"
          + Rows.ASSET
          + ", a.content, b.created, a.last_downloaded FROM asset a"
          + Rows.ASSET_PARTS;

  private static final String OF_ALL =
      LINES
          + " WHERE a.component IN (?"
          + ", ?".repeat(MOST_AT_ONCE - 1)
          + ") ORDER BY a.component, a.id LIMIT ?";

  private final Handle handle;

  /** The catalog as a read sees it. */
  public Catalog(Handle handle) {
    this.handle = handle;
  }

  /** The row of what a repository holds; empty if there is none of that name. */
  public Optional<Long> content(String repository) {
    return handle
        .createQuery("SELECT id FROM content WHERE repository = ?")
        .bind(0, repository)
        .map((row, context) -> row.getLong(1))
        .findOne();
  }

  /** An asset of a repository. */
  public Optional<Line> asset(long content, long id) {
    return handle
        .createQuery(LINES + " WHERE a.id = ? AND a.content = ?")
        .bind(0, id)
        .bind(1, content)
        .map((row, context) -> line(row))
        .findOne();
  }

  /** A component of a repository. */
  public Optional<Component> component(long content, long id) {
    return handle
        .createQuery("SELECT group_name, name, version FROM component WHERE id = ? AND content = ?")
        .bind(0, id)
        .bind(1, content)
        .map((row, context) -> new Component(row.getString(1), row.getString(2), row.getString(3)))
        .findOne();
  }

  /** Whether a repository has a component of that name. */
  public boolean has(long content, Component component) {
    return handle
        .createQuery(
            "SELECT 1 FROM component WHERE content = ? AND group_name = ? AND name = ?"
                + " AND version = ?")
        .bind(0, content)
        .bind(1, component.group())
        .bind(2, component.name())
        .bind(3, component.version())
        .map((row, context) -> true)
        .findFirst()
        .isPresent();
  }

  /** Whether a repository has an asset at a path. */
  public boolean has(long content, AssetPath path) {
    return handle
        .createQuery("SELECT 1 FROM asset WHERE content = ? AND path = ?")
        .bind(0, content)
        .bind(1, path.value())
        .map((row, context) -> true)
        .findFirst()
        .isPresent();
  }

  /** The assets of a component behind a row, in the order of their rows. */
  public List<Line> of(long component, long after, int limit) {
    return handle
        .createQuery(LINES + " WHERE a.component = ? AND a.id > ? ORDER BY a.id LIMIT ?")
        .bind(0, component)
        .bind(1, after)
        .bind(2, limit)
        .map((row, context) -> line(row))
        .list();
  }

  /**
   * The assets of some components by their rows, at most some thousand in all; empty if these have
   * more.
   *
   * @param components at most {@link #MOST_AT_ONCE}
   */
  public Optional<Map<Long, List<Line>>> ofAll(List<Long> components) {
    Query query = handle.createQuery(OF_ALL);
    for (int i = 0; i < MOST_AT_ONCE; i++) {
      query.bind(i, i < components.size() ? components.get(i) : 0L);
    }
    Map<Long, List<Line>> all = new HashMap<>();
    int[] count = {0};
    query
        .bind(MOST_AT_ONCE, MOST_ASSETS_AT_ONCE + 1)
        .map(
            (row, context) -> {
              count[0]++;
              return all.computeIfAbsent(row.getLong(COMPONENT), any -> new ArrayList<>())
                  .add(line(row));
            })
        .list();
    return count[0] > MOST_ASSETS_AT_ONCE ? Optional.empty() : Optional.of(all);
  }

  /** The assets of a repository behind a path, in the order of their paths. */
  public List<Line> behind(long content, String path, int limit) {
    return handle
        .createQuery(LINES + " WHERE a.content = ? AND a.path > ? ORDER BY a.path LIMIT ?")
        .bind(0, content)
        .bind(1, path)
        .bind(2, limit)
        .map((row, context) -> line(row))
        .list();
  }

  /** The rows of the blobs that have a checksum, as far as it was computed: one for each store. */
  public List<Long> blobs(Digest digest) {
    return handle
        .createQuery(
            "SELECT id FROM blob WHERE " + BlobRows.column(digest.algorithm()) + " = ? LIMIT 1000")
        .bind(0, digest.hex())
        .map((row, context) -> row.getLong(1))
        .list();
  }

  /** The assets of a repository that have a blob, behind a row, in the order of their rows. */
  public List<Line> having(long blob, long content, long after, int limit) {
    return handle
        .createQuery(
            LINES + " WHERE a.blob = ? AND a.content = ? AND a.id > ? ORDER BY a.id LIMIT ?")
        .bind(0, blob)
        .bind(1, content)
        .bind(2, after)
        .bind(3, limit)
        .map((row, context) -> line(row))
        .list();
  }

  private static Line line(ResultSet row) throws SQLException {
    long downloaded = row.getLong(CONTENT + 2);
    return new Line(
        row.getLong(1),
        row.getLong(CONTENT),
        Rows.asset(row).asset(),
        Instant.ofEpochMilli(row.getLong(CONTENT + 1)),
        downloaded == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(downloaded)));
  }
}
