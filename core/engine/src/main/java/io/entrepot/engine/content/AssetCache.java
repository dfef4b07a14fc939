package io.entrepot.engine.content;

import io.entrepot.engine.database.RowChanges;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Assets that were asked for lately, the longest unused leave first. One is given as long as none
 * of the rows that it was made of has changed. Thread-safe.
 */
final class AssetCache {

  private static final String ASSET = "asset";
  private static final String BLOB = "blob";
  private static final String COMPONENT = "component";

  private record Key(long content, String path) {}

  private record Entry(Rows.AssetRow row, long since) {}

  private final RowChanges changes;
  private final int most;
  private final Map<Key, Entry> kept = new LinkedHashMap<>(256, 0.75f, true);

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
      Iterator<Entry> oldest = kept.values().iterator();
      while (kept.size() > most && oldest.hasNext()) {
        oldest.next();
        oldest.remove();
      }
    }
  }

  private boolean fresh(Entry entry) {
    Rows.AssetRow row = entry.row();
    return changes.unchanged(ASSET, row.id(), entry.since())
        && changes.unchanged(BLOB, row.blob(), entry.since())
        && (row.component() == 0 || changes.unchanged(COMPONENT, row.component(), entry.since()));
  }
}
