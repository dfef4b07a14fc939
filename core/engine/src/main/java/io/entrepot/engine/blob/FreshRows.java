package io.entrepot.engine.blob;

import io.entrepot.engine.database.Database;
import io.entrepot.engine.database.Prepared;
import io.entrepot.spi.blob.BlobId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;

/** The bytes of fresh blobs, in the database. */
final class FreshRows {

  /** Bytes that are to be a blob's file. */
  record Row(long id, String store, BlobId blob, ByteBuffer bytes) {}

  private final Database database;
  // Those of stores that are not there stay; ours come behind them.
  private long kept;
  private final AtomicLong last = new AtomicLong();

  FreshRows(Database database) {
    this.database = database;
  }

  /** Adds one, in the writer's transaction. */
  void add(Handle handle, String store, BlobId blob, byte[] bytes) {
    Prepared.execute(
        handle,
        "INSERT INTO fresh_blob (id, store, name, bytes) VALUES (?, ?, ?, ?)",
        last.incrementAndGet(),
        store,
        blob.value(),
        bytes);
  }

  /** The last that was added, or is being added. */
  long last() {
    return last.get();
  }

  /** Removes those that were added, up to one. */
  void removeUpTo(long id) throws IOException {
    database.write(
        handle ->
            Prepared.execute(handle, "DELETE FROM fresh_blob WHERE id > ? AND id <= ?", kept, id));
  }

  /** The first that a server's end left behind, from one on. */
  List<Row> left(long after, int limit) throws IOException {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT id, store, name, bytes FROM fresh_blob WHERE id > ? ORDER BY id LIMIT"
                        + " ?")
                .bind(0, after)
                .bind(1, limit)
                .map(
                    (row, context) ->
                        new Row(
                            row.getLong(1),
                            row.getString(2),
                            new BlobId(row.getString(3)),
                            ByteBuffer.wrap(row.getBytes(4))))
                .list());
  }

  /** Whether a blob of that name is still one. */
  boolean needed(Row row) throws IOException {
    return database.read(handle -> BlobNames.row(handle, row.store(), row.blob()).isPresent());
  }

  /** Removes some that were left behind. */
  void remove(List<Long> ids) throws IOException {
    database.write(
        handle -> {
          ids.forEach(id -> handle.execute("DELETE FROM fresh_blob WHERE id = ?", id));
          return ids;
        });
  }

  /** Those that are still there from before stay. */
  void keepUpTo(long id) {
    kept = id;
    last.set(id);
  }
}
