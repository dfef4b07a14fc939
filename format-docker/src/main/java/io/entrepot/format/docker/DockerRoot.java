package io.entrepot.format.docker;

import io.entrepot.spi.format.Repositories;
import io.entrepot.spi.format.RootClaim;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.page.Page;
import io.entrepot.spi.security.Action;
import io.entrepot.spi.security.Permission;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
    return DockerRepository.versioned(dispatch(request, repositories));
  }

  private Response dispatch(Request request, Repositories repositories) throws IOException {
    Route route = route(request);
    if (route instanceof Route.Ping) {
      return DockerRepository.ping(request);
    }
    if (route instanceof Route.Token) {
      return tokens.issue(request, name -> owner(name, repositories));
    }
    if (route instanceof Route.Catalog) {
      return catalog(request, readable(request, repositories, DockerRepository::hasPathForm));
    }
    if (route instanceof Route.FirstPing) {
      return DockerRepository.firstPing();
    }
    if (route instanceof Route.Search) {
      return search(request, readable(request, repositories, DockerRepository::searchable));
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
  private static SortedMap<String, DockerSource> readable(
      Request request, Repositories repositories, Predicate<DockerRepository> offered)
      throws IOException {
    SortedMap<String, DockerSource> readable = new TreeMap<>(Comparator.naturalOrder());
    boolean some = false;
    for (String name : repositories.names()) {
      if (repositories.find(name).orElse(null) instanceof DockerRepository repository
          && offered.test(repository)) {
        some = true;
        if (request.allows(new Permission(DockerFormat.NAME, name, Action.READ))) {
          readable.put(name + "/", repository.source());
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

  private static Response catalog(Request request, SortedMap<String, DockerSource> readable)
      throws IOException {
    PageQuery asked = PageQuery.of(request.query());
    Names names = new Names(request, asked, new ArrayList<>());
    List<Map.Entry<String, DockerSource>> sources = new ArrayList<>();
    for (Map.Entry<String, DockerSource> entry : readable.entrySet()) {
      String prefix = entry.getKey();
      if (asked.last().startsWith(prefix) || prefix.compareTo(asked.last()) > 0) {
        sources.add(entry);
      }
    }
    return Response.Await.on(
        names.from(sources, 0),
        all -> {
          boolean more = all.size() > asked.size();
          return DockerCatalog.reply(
              request, asked, more ? all.subList(0, asked.size()) : all, more);
        });
  }

  /** A page of names that is being gathered, from one repository after the other. */
  private record Names(Request request, PageQuery asked, List<String> found) {

    CompletionStage<List<String>> from(List<Map.Entry<String, DockerSource>> sources, int first) {
      if (first == sources.size()) {
        return CompletableFuture.completedFuture(found);
      }
      String prefix = sources.get(first).getKey();
      boolean within = asked.last().startsWith(prefix);
      String last = within ? asked.last().substring(prefix.length()) : "";
      return of(prefix, sources.get(first).getValue(), last)
          .thenCompose(
              enough ->
                  enough ? CompletableFuture.completedFuture(found) : from(sources, first + 1));
    }

    /** Adds those of one repository; says whether these are enough. */
    private CompletionStage<Boolean> of(String prefix, DockerSource source, String last) {
      int missing = asked.size() == 0 ? 0 : asked.size() + 1 - found.size();
      if (missing <= 0) {
        return CompletableFuture.completedFuture(true);
      }
      return images(source, new PageQuery(Math.min(PageQuery.LARGEST, missing), last))
          .thenCompose(
              names -> {
                names.items().forEach(name -> found.add(prefix + name));
                return names.next().isPresent()
                    ? of(prefix, source, names.next().get().after())
                    : CompletableFuture.completedFuture(false);
              });
    }

    private CompletionStage<Page<String>> images(DockerSource source, PageQuery page) {
      try {
        return source.images(request, page);
      } catch (IOException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
  }

  private static Response search(Request request, SortedMap<String, DockerSource> readable)
      throws IOException {
    DockerQuery query = DockerQuery.of(request.query());
    CompletionStage<List<DockerHit>> found = CompletableFuture.completedFuture(List.of());
    for (Map.Entry<String, DockerSource> entry : readable.entrySet()) {
      CompletionStage<List<DockerHit>> more =
          entry.getValue().search(request, query.behind(entry.getKey()));
      found = found.thenCombine(more, DockerRoot::both);
    }
    return Response.Await.on(found, hits -> DockerSearch.reply(query, hits));
  }

  private static List<DockerHit> both(List<DockerHit> some, List<DockerHit> others) {
    List<DockerHit> both = new ArrayList<>(some);
    both.addAll(others);
    return both;
  }
}
