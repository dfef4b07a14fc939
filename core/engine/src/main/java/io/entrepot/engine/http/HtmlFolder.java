package io.entrepot.engine.http;

import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.Node;
import io.entrepot.spi.http.Response.Reply;
import io.entrepot.spi.page.Page;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A page of a folder's listing for people.
 *
 * @param folder which
 * @param page what is in it
 * @param next the query of the next page
 * @param stale why what is at a path was last served although it is old
 */
record HtmlFolder(
    AssetPath folder,
    Page<Node> page,
    Optional<String> next,
    Function<AssetPath, Optional<String>> stale) {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  Reply reply() {
    String title = "Index of /" + (folder.isRoot() ? "" : folder + "/");
    StringBuilder rows = new StringBuilder();
    if (!folder.isRoot()) {
      row(rows, "../", "../", "", "");
    }
    for (Node node : page.items()) {
      if (node.folder()) {
        row(
            rows,
            "./" + TargetPath.encode(node.name()) + "/",
            node.name() + "/",
            "",
            node.children() == 1 ? "1 entry" : node.children() + " entries");
      }
      node.asset().ifPresent(asset -> file(rows, node.name(), asset));
    }
    String more =
        next.map(link -> "<p><a rel=\"next\" href=\"" + Html.escape(link) + "\">Next page</a></p>")
            .orElse("");
    return Html.page(
        title,
        "<h1>"
            + Html.escape(title)
            + "</h1><table><thead><tr><th>Name</th><th>Last modified</th><th>Size</th></tr></thead>"
            + "<tbody>"
            + rows
            + "</tbody></table>"
            + more);
  }

  private void file(StringBuilder rows, String name, Asset asset) {
    row(
        rows,
        "./" + TargetPath.encode(name),
        name,
        DATE.format(asset.updated())
            + stale.apply(asset.path()).map(why -> " (old: " + Html.escape(why) + ")").orElse(""),
        Long.toString(asset.blob().size()));
  }

  private static void row(StringBuilder rows, String link, String name, String date, String size) {
    rows.append("<tr><td><a href=\"")
        .append(Html.escape(link))
        .append("\">")
        .append(Html.escape(name))
        .append("</a></td><td>")
        .append(date)
        .append("</td><td class=\"size\">")
        .append(size)
        .append("</td></tr>\n");
  }
}
