package io.entrepot.engine.http;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.Node;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response.Reply;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.http.QuotedQualityCSV;

/**
 * A folder's listing, 1,000 names a page, as HTML or JSON.
 *
 * @param request who wants it, and how
 * @param folders where the folder is
 * @param folder which
 */
record FolderListing(Request request, Folders folders, AssetPath folder) {
  private static final int PAGE = 1000;

  /**
   * The listing; a redirect where the address lacks the slash behind the folder, without which its
   * links would lead astray.
   *
   * @throws io.entrepot.spi.http.ProblemException 404 if the folder is empty and not the root
   */
  Reply reply() throws IOException {
    Cursor from = request.query().first("after").map(Cursor::after).orElse(Cursor.START);
    Page<Node> page = folders.content().browse(folder, from, PAGE);
    if (page.items().isEmpty() && from.atStart() && !folder.isRoot()) {
      throw new Problem(404, Problems.NOT_FOUND, "there is nothing at '" + folder + "'")
          .asException();
    }
    if (!request.path().isEmpty() && !request.path().endsWith("/")) {
      return Reply.of(302).with("Location", request.locate(request.path() + "/") + query());
    }
    Reply reply =
        json()
            ? Reply.json(200, new JsonFolder(folder, page, next(page), folders.stale()).text())
            : new HtmlFolder(folder, page, next(page), folders.stale()).reply();
    return reply.with("Vary", "Accept").with("Cache-Control", "no-cache");
  }

  private boolean json() {
    Optional<String> format = request.query().first("format");
    if (format.isPresent()) {
      return format.get().equals("json");
    }
    QuotedQualityCSV accepted = new QuotedQualityCSV();
    request.headers().all("Accept").forEach(accepted::addValue);
    for (String type : accepted.getValues()) {
      if (type.equals("text/html") || type.equals("*/*") || type.equals("text/*")) {
        return false;
      }
      if (type.equals("application/json")) {
        return true;
      }
    }
    return false;
  }

  private String query() {
    return request.query().first("format").map(format -> "?format=" + encoded(format)).orElse("");
  }

  private Optional<String> next(Page<Node> page) {
    String format = json() ? "format=json&" : "";
    return page.next().map(cursor -> "?" + format + "after=" + encoded(cursor.after()));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
