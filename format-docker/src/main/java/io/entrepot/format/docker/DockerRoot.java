package io.entrepot.format.docker;

import io.entrepot.spi.format.Repositories;
import io.entrepot.spi.format.RootClaim;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import io.entrepot.spi.security.Action;
import io.entrepot.spi.security.Permission;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The shared ports, where images are called {@code <repository>/<image>}: version check, tokens,
 * and the lists over all repositories that the one who asks may read.
 */
final class DockerRoot implements RootClaim {

  private final String path;
  private final DockerTokens tokens;

  DockerRoot(String path, DockerTokens tokens) {
    this.path = path;
    this.tokens = tokens;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Response handle(Request request, Repositories repositories) throws IOException {
    return DockerHosted.versioned(dispatch(request, repositories));
  }

  private Response dispatch(Request request, Repositories repositories) throws IOException {
    Route route = route(request);
    if (route instanceof Route.Ping) {
      return DockerHosted.ping(request);
    }
    if (route instanceof Route.Token) {
      return tokens.issue(request, name -> owner(name, repositories));
    }
    if (route instanceof Route.Catalog) {
      return catalog(request, readable(request, repositories, DockerHosted::hasPathForm));
    }
    if (route instanceof Route.FirstPing) {
      return DockerHosted.firstPing();
    }
    if (route instanceof Route.Search) {
      return search(request, readable(request, repositories, DockerHosted::searchable));
    }
    throw unknown(request);
  }

  private static Route route(Request request) throws IOException {
    try {
      return DockerRoutes.of(request);
    } catch (IOException e) {
      // Those who have not said who they are learn nothing, not even that a name is wrong.
      if (!request.subject().authenticated()) {
        throw DockerError.UNAUTHORIZED.because("authentication required");
      }
      throw e;
    }
  }

  private static IOException unknown(Request request) {
    if (!request.subject().authenticated()) {
      return DockerError.UNAUTHORIZED.because("authentication required");
    }
    String[] parts = request.path().split("/", 3);
    return DockerError.NAME_UNKNOWN.because(
        "there is no docker repository '"
            + Shown.of(parts[1])
            + "': images are called <host>/<repository>/<image> here");
  }

  private static Optional<String> owner(String scopeName, Repositories repositories) {
    int slash = scopeName.indexOf('/');
    String first = slash < 0 ? scopeName : scopeName.substring(0, slash);
    return slash > 0 && repositories.names().contains(first)
        ? Optional.of(first)
        : Optional.empty();
  }

  /** The repositories to look into, in the order that the names of their images have. */
  private static Map<String, DockerCatalog> readable(
      Request request, Repositories repositories, Predicate<DockerHosted> offered)
      throws IOException {
    Map<String, DockerCatalog> readable = new TreeMap<>(Comparator.naturalOrder());
    boolean some = false;
    for (String name : repositories.names()) {
      if (repositories.find(name).orElse(null) instanceof DockerHosted hosted
          && offered.test(hosted)) {
        some = true;
        if (request.allows(new Permission(DockerFormat.NAME, name, Action.READ))) {
          readable.put(name + "/", hosted.catalog());
        }
      }
    }
    if (readable.isEmpty() && (some || !request.subject().authenticated())) {
      throw refused(request);
    }
    return readable;
  }

  /** An empty list would be believed: clients that asked without credentials ask again. */
  private static IOException refused(Request request) {
    boolean another = !request.subject().authenticated() || DockerTokenRealm.sent(request);
    return another
        ? DockerError.UNAUTHORIZED.because("authentication required to list images")
        : DockerError.DENIED.because(request.subject().name() + " may read no docker repository");
  }

  private static Response catalog(Request request, Map<String, DockerCatalog> readable)
      throws IOException {
    PageQuery asked = PageQuery.of(request.query());
    List<String> names = new ArrayList<>();
    int wanted = asked.size() == 0 ? 0 : asked.size() + 1;
    for (Map.Entry<String, DockerCatalog> entry : readable.entrySet()) {
      String prefix = entry.getKey();
      boolean within = asked.last().startsWith(prefix);
      if (!within && prefix.compareTo(asked.last()) < 0) {
        continue;
      }
      Optional<Cursor> from =
          Optional.of(Cursor.after(within ? asked.last().substring(prefix.length()) : ""));
      while (from.isPresent() && names.size() < wanted) {
        Page<String> page =
            entry.getValue().names(from.get(), Math.min(PageQuery.LARGEST, wanted - names.size()));
        page.items().forEach(name -> names.add(prefix + name));
        from = page.next();
      }
    }
    boolean more = names.size() > asked.size();
    return DockerCatalog.reply(request, asked, more ? names.subList(0, asked.size()) : names, more);
  }

  private static Response search(Request request, Map<String, DockerCatalog> readable)
      throws IOException {
    DockerSearch search = new DockerSearch(request.query());
    for (Map.Entry<String, DockerCatalog> entry : readable.entrySet()) {
      search.in(entry.getValue(), entry.getKey());
    }
    return search.reply();
  }
}
