package io.entrepot.engine.database;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When rows were changed last, so that what was read may be kept in memory as long as it is true.
 * SQLite itself tells of each change, whichever statement made it: nobody who writes has to think
 * of those who remember.
 *
 * <p>Use: note {@link #now} <em>before</em> reading, keep it with what was read, and ask {@link
 * #unchanged} each time before using it again. From before a commit until it is done the rows that
 * it changes count as changed, so what is remembered is never older than what the database has.
 *
 * <p>Rows share a few thousand marks; sometimes one counts as changed that is not. Not told of:
 * tables without row ids, rows that {@code INSERT OR REPLACE} throws out, and {@code DELETE} of a
 * whole table.
 */
public final class RowChanges {

  private static final int MARKS = 1 << 14;
  private static final long IN_FLIGHT = Long.MAX_VALUE;

  private final AtomicLongArray changed = new AtomicLongArray(MARKS);
  private volatile long now;

  // The writer's alone.
  private final BitSet pending = new BitSet(MARKS);

  RowChanges() {}

  /** A point in the order of commits. */
  public long now() {
    return now;
  }

  /**
   * Whether a row is as it was.
   *
   * @param since what {@link #now} said before it was read
   */
  public boolean unchanged(String table, long row, long since) {
    return changed.get(mark(table, row)) <= since;
  }

  /** A row is being changed by the transaction that is open. */
  void changing(String table, long row) {
    pending.set(mark(table, row));
  }

  /** The transaction is about to be committed. */
  void committing() {
    pending.stream().forEach(mark -> changed.set(mark, IN_FLIGHT));
  }

  /** It was committed, or was not. */
  void settled() {
    if (!pending.isEmpty()) {
      long next = now + 1;
      pending.stream().forEach(mark -> changed.set(mark, next));
      pending.clear();
      now = next;
    }
  }

  private static int mark(String table, long row) {
    long mixed = (row + table.hashCode()) * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 50);
  }
}
