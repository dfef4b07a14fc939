package io.entrepot.engine.content;

import io.entrepot.engine.database.RowChanges;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Assets that were asked for lately, and paths at which there is none; the longest unused leave
 * first. An asset is given as long as none of the rows that it was made of has changed. That there
 * is none is known as long as the repository's own row has not changed, in which its assets are
 * counted. Thread-safe.
 */
final class AssetCache {

  private static final String ASSET = "asset";
  private static final String BLOB = "blob";
  private static final String COMPONENT = "component";
  private static final String CONTENT = "content";

  /** Those who try out paths may be many; a path may be long. */
  private static final int LONGEST_ABSENT = 500;

  private record Key(long content, String path) {}

  private record Entry(Rows.AssetRow row, long since) {}

  private final RowChanges changes;
  private final int most;
  private final Map<Key, Entry> kept = new LinkedHashMap<>(256, 0.75f, true);
  private final Map<Key, Long> absent = new LinkedHashMap<>(256, 0.75f, true);

  /**
   * An empty one.
   *
   * @param most how many it keeps
   */
  AssetCache(RowChanges changes, int most) {
    this.changes = changes;
    this.most = most;
  }

  /** To be asked before the rows are read that are put with it. */
  long now() {
    return changes.now();
  }

  Optional<Asset> find(long content, AssetPath path) {
    Key key = new Key(content, path.value());
    Entry entry;
    synchronized (kept) {
      entry = kept.get(key);
    }
    if (entry == null) {
      return Optional.empty();
    }
    if (fresh(entry)) {
      return Optional.of(entry.row().asset());
    }
    synchronized (kept) {
      kept.remove(key, entry);
    }
    return Optional.empty();
  }

  /**
   * Keeps one.
   *
   * @param since what {@link #now} said before it was read
   */
  void put(long content, Rows.AssetRow row, long since) {
    synchronized (kept) {
      kept.put(new Key(content, row.asset().path().value()), new Entry(row, since));
      shrink(kept);
    }
  }

  /** Whether it is known that nothing is there. */
  boolean absent(long content, AssetPath path) {
    Key key = new Key(content, path.value());
    synchronized (absent) {
      Long since = absent.get(key);
      if (since == null) {
        return false;
      }
      if (changes.unchanged(CONTENT, content, since)) {
        return true;
      }
      absent.remove(key);
      return false;
    }
  }

  /**
   * Keeps that nothing is there.
   *
   * @param since what {@link #now} said before it was looked for
   */
  void putAbsent(long content, AssetPath path, long since) {
    if (path.value().length() <= LONGEST_ABSENT) {
      synchronized (absent) {
        absent.put(new Key(content, path.value()), since);
        shrink(absent);
      }
    }
  }

  private void shrink(Map<Key, ?> remembered) {
    Iterator<?> oldest = remembered.values().iterator();
    while (remembered.size() > most && oldest.hasNext()) {
      oldest.next();
      oldest.remove();
    }
  }

  private boolean fresh(Entry entry) {
    Rows.AssetRow row = entry.row();
    return changes.unchanged(ASSET, row.id(), entry.since())
        && changes.unchanged(BLOB, row.blob(), entry.since())
        && (row.component() == 0 || changes.unchanged(COMPONENT, row.component(), entry.since()));
  }
}
