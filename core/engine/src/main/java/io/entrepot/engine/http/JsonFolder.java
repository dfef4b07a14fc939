package io.entrepot.engine.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.Node;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A page of a folder's listing for programs: {@code {"path", "items": [{"name", "folder",
 * "children", "size", "lastModified", "contentType", "sha256", "stale"}], "next"}}. What only files
 * have, folders lack, and the other way round; the last page has no {@code next}. {@code stale} is
 * there only if the file was last served although it is old.
 *
 * @param folder which
 * @param page what is in it
 * @param next the query of the next page
 * @param stale why what is at a path was last served although it is old
 */
record JsonFolder(
    AssetPath folder,
    Page<Node> page,
    Optional<String> next,
    Function<AssetPath, Optional<String>> stale) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  String text() throws IOException {
    Map<String, Object> listing = new LinkedHashMap<>();
    listing.put("path", folder.isRoot() ? "" : folder + "/");
    listing.put("items", items());
    next.ifPresent(link -> listing.put("next", link));
    return JSON.writeValueAsString(listing);
  }

  private List<Map<String, Object>> items() {
    return page.items().stream().map(this::item).toList();
  }

  private Map<String, Object> item(Node node) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("name", node.name());
    item.put("folder", node.folder());
    if (node.folder()) {
      item.put("children", node.children());
    }
    node.asset().ifPresent(asset -> describe(item, asset));
    return item;
  }

  private void describe(Map<String, Object> item, Asset asset) {
    item.put("size", asset.blob().size());
    item.put("lastModified", asset.updated().toString());
    item.put("contentType", asset.contentType());
    item.put("sha256", asset.blob().sha256().hex());
    stale.apply(asset.path()).ifPresent(why -> item.put("stale", why));
  }
}
