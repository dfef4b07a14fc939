package io.entrepot.testkit;

import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.FormatRecord;
import io.entrepot.spi.content.Node;
import io.entrepot.spi.content.Retention;
import io.entrepot.spi.content.StoredBlob;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All that a repository holds at one moment. Never changed: a commit makes the next one.
 *
 * @param writes how each asset was set last
 */
record MemoryState(
    Map<AssetPath, Asset> assets,
    Map<AssetPath, AssetWrite> writes,
    Map<RecordKey, OwnedRecord> rows) {

  /** Where a record is. */
  record RecordKey(String kind, String key) {}

  /** A record and the asset with which it goes away. */
  record OwnedRecord(String json, Optional<AssetPath> owner) {}

  MemoryState {
    assets = Map.copyOf(assets);
    writes = Map.copyOf(writes);
    rows = Map.copyOf(rows);
  }

  static MemoryState empty() {
    return new MemoryState(Map.of(), Map.of(), Map.of());
  }

  Optional<Asset> asset(AssetPath path) {
    return Optional.ofNullable(assets.get(path));
  }

  List<Asset> below(AssetPath folder) {
    return assets.values().stream().filter(asset -> isBelow(asset.path(), folder)).toList();
  }

  Collection<Node> nodes(AssetPath folder) {
    Map<String, Set<String>> folders = new HashMap<>();
    Map<String, Asset> files = new HashMap<>();
    for (Asset asset : below(folder)) {
      String rest = asset.path().value().substring(folder.isRoot() ? 0 : depth(folder));
      int slash = rest.indexOf('/');
      if (slash < 0) {
        files.put(rest, asset);
      } else {
        String below = rest.substring(slash + 1);
        int next = below.indexOf('/');
        folders
            .computeIfAbsent(rest.substring(0, slash), any -> new HashSet<>())
            .add(next < 0 ? below : below.substring(0, next));
      }
    }
    return Stream.concat(folders.keySet().stream(), files.keySet().stream())
        .distinct()
        .map(
            name ->
                new Node(
                    name,
                    (long) folders.getOrDefault(name, Set.of()).size(),
                    Optional.ofNullable(files.get(name))))
        .toList();
  }

  /** Assets that nothing needs and that do not stay for ever. */
  Set<AssetPath> unneeded() {
    Set<AssetPath> unneeded = new HashSet<>();
    writes.forEach(
        (path, write) -> {
          if (write.retention() != Retention.KEPT && !needed(path)) {
            unneeded.add(path);
          }
        });
    return unneeded;
  }

  private boolean needed(AssetPath path) {
    return writes.get(path).neededBy().stream().anyMatch(assets::containsKey)
        || writes.values().stream().anyMatch(write -> write.references().contains(path));
  }

  Optional<StoredBlob> blob(Predicate<StoredBlob> which) {
    return assets.values().stream().map(Asset::blob).filter(which).findFirst();
  }

  Stream<FormatRecord> records(String kind) {
    return rows.entrySet().stream()
        .filter(entry -> entry.getKey().kind().equals(kind))
        .map(entry -> new FormatRecord(entry.getKey().key(), entry.getValue().json()));
  }

  static boolean isBelow(AssetPath path, AssetPath folder) {
    return folder.isRoot() || path.value().startsWith(folder.value() + "/");
  }

  private static int depth(AssetPath folder) {
    return folder.value().length() + 1;
  }
}
