package io.entrepot.engine.content;

import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.content.Node;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Lists of what a repository has: each a run through an index. */
final class Listings {

  private static final String ASSETS =
      "SELECT"
          + Rows.ASSET
          + " FROM asset a"
          + Rows.ASSET_PARTS
          + " WHERE a.content = ? AND a.path > ?";
  private static final String ALL = ASSETS + " ORDER BY a.path LIMIT ?";
  private static final String BELOW = ASSETS + " AND a.path < ? ORDER BY a.path LIMIT ?";
  private static final String NODES =
      "SELECT"
          + Rows.ASSET
          + ", n.name, n.children"
          + " FROM node n LEFT JOIN asset a ON a.id = n.asset"
          + " LEFT JOIN blob b ON b.id = a.blob LEFT JOIN component c ON c.id = a.component"
          + " WHERE n.content = ? AND n.folder = ? AND (n.folded, n.name) > (?, ?)"
          + " ORDER BY n.folded, n.name LIMIT ?";
  private static final String OF_COMPONENT =
      "SELECT"
          + Rows.ASSET
          + " FROM content r JOIN component c ON c.content = r.id"
          + " JOIN asset a ON a.component = c.id JOIN blob b ON b.id = a.blob"
          + " WHERE r.repository = ? AND c.group_name = ? AND c.name = ? AND c.version = ?";
  private static final int NAME = Rows.ASSET_COLUMNS + 1;
  private static final int CHILDREN = Rows.ASSET_COLUMNS + 2;

  private Listings() {}

  /** Assets below a folder whose paths are greater than a text. */
  static List<Asset> assets(
      Handle handle, long content, AssetPath folder, String after, int limit) {
    Query query;
    if (folder.isRoot()) {
      query = handle.createQuery(ALL).bind(0, content).bind(1, after).bind(2, limit);
    } else {
      query =
          handle
              .createQuery(BELOW)
              .bind(0, content)
              .bind(1, after)
              .bind(2, Bounds.behind(folder))
              .bind(3, limit);
    }
    return query.map((row, context) -> Rows.asset(row).asset()).list();
  }

  /** The assets of a component. */
  static List<Asset> assets(Handle handle, String repository, Component component) {
    return handle
        .createQuery(OF_COMPONENT)
        .bind(0, repository)
        .bind(1, component.group())
        .bind(2, component.name())
        .bind(3, component.version())
        .map((row, context) -> Rows.asset(row).asset())
        .list()
        .stream()
        .sorted(Comparator.comparing(asset -> asset.path().value()))
        .toList();
  }

  /** What is in a folder behind a name. */
  static List<Node> nodes(Handle handle, long content, AssetPath folder, String after, int limit) {
    return handle
        .createQuery(NODES)
        .bind(0, content)
        .bind(1, folder.value())
        .bind(2, Tree.folded(after))
        .bind(3, after)
        .bind(4, limit)
        .map(
            (row, context) ->
                new Node(
                    row.getString(NAME),
                    row.getLong(CHILDREN),
                    row.getLong(1) == 0 ? Optional.empty() : Optional.of(Rows.asset(row).asset())))
        .list();
  }
}
