package io.entrepot.engine.content;

import io.entrepot.engine.blob.BlobNames;
import io.entrepot.engine.database.Database;
import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.MissingReferenceException;
import io.entrepot.spi.content.PreconditionFailedException;
import io.entrepot.spi.content.Retention;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * What nothing needs any more, and its removal: for the collector. Whether it may go is judged in
 * the transaction that removes it, whatever was seen before.
 */
public final class Garbage {

  /**
   * An asset that nothing needs.
   *
   * @param since for how long
   */
  public record Unneeded(long id, Asset asset, Instant since) {}

  /** What shall go, and how its format says that it goes. */
  public record Removal(Unneeded unneeded, ChangeSet changes) {}

  /** Bytes whose row is gone. */
  public record Blob(String store, BlobId id, long size) {}

  /**
   * Since when a thing must be garbage to go.
   *
   * @param unneeded nothing needs it since then or longer
   * @param read nobody read it since
   * @param policy from when on what goes along by policy counts as not needed
   */
  public record Limits(Instant unneeded, Instant read, Instant policy) {}

  private static final String UNNEEDED =
      "SELECT"
          + Rows.ASSET
          + " FROM asset a"
          + Rows.ASSET_PARTS
          + " WHERE a.content = ? AND a.retention = ?"
          + " AND a.unneeded_since IS NOT NULL AND a.unneeded_since <= ?"
          + " AND (a.unneeded_since, a.id) > (?, ?) ORDER BY a.unneeded_since, a.id LIMIT ?";

  private final Database database;
  private final StagedBlobs staged;
  private final Leases leases;
  private final Clock clock;

  Garbage(Database database, StagedBlobs staged, Leases leases, Clock clock) {
    this.database = database;
    this.staged = staged;
    this.leases = leases;
    this.clock = clock;
  }

  /** The names of all repositories that hold something. */
  public List<String> repositories() throws IOException {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT repository FROM content WHERE repository IS NOT NULL"
                        + " ORDER BY repository")
                .map((row, context) -> row.getString(1))
                .list());
  }

  /** Assets of a repository that nothing needs since a moment, the oldest first. */
  public List<Unneeded> unneeded(
      String repository, Retention retention, Instant until, Optional<Unneeded> after, int limit)
      throws IOException {
    return database.read(
        handle -> {
          Optional<CommitUnit.Scope> scope = scope(handle, repository);
          if (scope.isEmpty()) {
            return List.<Unneeded>of();
          }
          return handle
              .createQuery(UNNEEDED)
              .bind(0, scope.get().content())
              .bind(1, NeedRows.code(retention))
              .bind(2, until.toEpochMilli())
              .bind(3, after.map(last -> last.since().toEpochMilli()).orElse(0L))
              .bind(4, after.map(Unneeded::id).orElse(0L))
              .bind(5, limit)
              .map((row, context) -> Rows.asset(row))
              .map(row -> new Unneeded(row.id(), row.asset(), row.unneededSince().orElseThrow()))
              .list();
        });
  }

  /**
   * Removes those of some assets that still nothing needs, together.
   *
   * @return how many went
   */
  public int remove(String repository, List<Removal> removals, Limits limits) throws IOException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    List<Removal> condemned =
        removals.stream()
            .filter(removal -> leases.condemn(removal.unneeded().id(), limits.read(), now))
            .toList();
    Set<Long> gone = new HashSet<>();
    try {
      gone.addAll(database.write(handle -> remove(handle, repository, condemned, limits, now)));
    } catch (PreconditionFailedException | MissingReferenceException e) {
      // One of them is not as its format saw it: that one stays.
      for (Removal removal : condemned.size() > 1 ? condemned : List.<Removal>of()) {
        removeAlone(repository, removal, limits, now).ifPresent(gone::add);
      }
    } finally {
      condemned.stream()
          .map(removal -> removal.unneeded().id())
          .filter(id -> !gone.contains(id))
          .forEach(leases::spare);
    }
    return gone.size();
  }

  private Optional<Long> removeAlone(String repository, Removal removal, Limits limits, Instant now)
      throws IOException {
    try {
      return database
          .write(handle -> remove(handle, repository, List.of(removal), limits, now))
          .stream()
          .findFirst();
    } catch (PreconditionFailedException | MissingReferenceException e) {
      return Optional.empty();
    }
  }

  private static List<Long> remove(
      Handle handle, String repository, List<Removal> removals, Limits limits, Instant now)
      throws IOException {
    List<Long> gone = new ArrayList<>();
    Optional<CommitUnit.Scope> scope = scope(handle, repository);
    if (scope.isEmpty()) {
      return gone;
    }
    for (Removal removal : removals) {
      long id = removal.unneeded().id();
      if (unneeded(handle, id, limits.unneeded())) {
        new CommitUnit(handle, scope.get(), now, Uploads.NONE, SeenFiles.none(), limits.policy())
            .make(removal.changes());
        gone.add(id);
      }
    }
    return gone;
  }

  /** What was seen may be long ago: by now a manifest may have come that refers to it. */
  private static boolean unneeded(Handle handle, long asset, Instant until) {
    return handle
        .createQuery(
            "SELECT 1 FROM asset a WHERE a.id = ? AND a.retention <> 0 AND a.unneeded_since <= ?"
                + " AND NOT "
                + NeedRows.NEEDED)
        .bind(0, asset)
        .bind(1, until.toEpochMilli())
        .map((row, context) -> row.getInt(1))
        .findOne()
        .isPresent();
  }

  /**
   * Deletes the rows of blobs that no asset has since a moment. Their files are left to the caller,
   * and to the next collection if it does not come to them.
   *
   * @param limit at most so many
   * @return those whose rows are gone, durably
   */
  public List<Blob> forget(String store, Instant until, int limit) throws IOException {
    return database.write(
        handle -> {
          List<Blob> gone =
              handle
                  .createQuery(
                      "DELETE FROM blob WHERE assets = 0 AND id IN (SELECT id FROM blob"
                          + " WHERE store = ? AND unreferenced_since IS NOT NULL"
                          + " AND unreferenced_since <= ? LIMIT ?) RETURNING name, size")
                  .bind(0, store)
                  .bind(1, until.toEpochMilli())
                  .bind(2, limit)
                  .map(
                      (row, context) ->
                          new Blob(store, new BlobId(row.getString(1)), row.getLong(2)))
                  .list();
          handle.execute(
              "UPDATE blob_store SET blobs = blobs - ?, size = size - ? WHERE name = ?",
              gone.size(),
              gone.stream().mapToLong(Blob::size).sum(),
              store);
          return gone;
        });
  }

  /**
   * Those of some files of a store that no row knows and no commit is about to know.
   *
   * @param names in the order of a listing of the store that is over
   */
  public Set<BlobId> unknown(String store, List<BlobId> names) throws IOException {
    if (names.isEmpty()) {
      return Set.of();
    }
    Set<BlobId> unknown = missing(store, names);
    if (unknown.isEmpty()) {
      return unknown;
    }
    if (!staged.awaitFinishing()) {
      return Set.of();
    }
    // First the uploads, then the rows: what is no longer the one is already the other.
    List<BlobId> candidates =
        names.stream().filter(id -> unknown.contains(id) && !staged.holds(id)).toList();
    return candidates.isEmpty() ? Set.of() : missing(store, candidates);
  }

  private Set<BlobId> missing(String store, List<BlobId> names) throws IOException {
    return database.read(handle -> BlobNames.unknown(handle, store, names));
  }

  /** Lets go of what was kept about reads before a moment. */
  public void forgetReads(Instant before) {
    leases.forget(before, clock.instant());
  }

  private static Optional<CommitUnit.Scope> scope(Handle handle, String repository) {
    return handle
        .createQuery("SELECT id, store FROM content WHERE repository = ?")
        .bind(0, repository)
        .map((row, context) -> new CommitUnit.Scope(row.getLong(1), repository, row.getString(2)))
        .findOne();
  }
}
