package io.entrepot.format.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.format.Settings;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import io.entrepot.spi.proxy.ProxyCache;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Which images another registry has, as far as it says so, and which of them are kept. */
final class DockerIndex {

  /** Docker Hub's index is asked. */
  static final String HUB = "HUB";

  /** The upstream's own catalog is asked. */
  static final String REGISTRY = "REGISTRY";

  /** Another index is asked. */
  static final String CUSTOM = "CUSTOM";

  private static final String HUB_INDEX = "https://index.docker.io/";
  private static final int LARGEST = 1024 * 1024;

  private final ProxyCache cache;
  private final UpstreamLists lists;
  private final DockerCatalog kept;
  private final DockerUpstream upstream;
  private final Optional<String> searched;

  DockerIndex(RepositoryContext context, DockerUpstream upstream, UpstreamLists lists) {
    this.cache = context.proxy();
    this.lists = lists;
    this.kept = new DockerCatalog(context.content());
    this.upstream = upstream;
    this.searched = searched(context.settings(), upstream);
  }

  private static Optional<String> searched(Settings settings, DockerUpstream upstream) {
    String type = settings.text(DockerSettings.INDEX_TYPE).orElse(REGISTRY);
    if (type.equals(CUSTOM)) {
      String url =
          settings
              .text(DockerSettings.INDEX_URL)
              .filter(given -> given.matches("https?://.+"))
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "%s must be an http or https URL where %s is CUSTOM"
                              .formatted(DockerSettings.INDEX_URL, DockerSettings.INDEX_TYPE)));
      return Optional.of(url.endsWith("/") ? url : url + "/");
    }
    return upstream.hub() || type.equals(HUB) ? Optional.of(HUB_INDEX) : Optional.empty();
  }

  /** Names of images: Docker Hub does not say them, so of it those that are kept. */
  CompletionStage<Page<String>> images(PageQuery asked) throws IOException {
    if (upstream.hub()) {
      return CompletableFuture.completedFuture(kept.names(asked));
    }
    List<String> here = kept.names(new PageQuery(PageQuery.LARGEST, asked.last())).items();
    return catalog()
        .thenApply(
            there -> {
              TreeSet<String> all = new TreeSet<>(here);
              all.addAll(there);
              return page(all, asked);
            });
  }

  /** Images that a search finds: what is kept, and what the index says. */
  CompletionStage<List<DockerHit>> search(DockerQuery query) throws IOException {
    List<DockerHit> here = kept.search(query);
    CompletionStage<List<DockerHit>> there =
        searched.isPresent()
            ? index(searched.get(), query)
            : catalog()
                .thenApply(
                    names ->
                        names.stream()
                            .filter(query::finds)
                            .sorted()
                            .map(name -> DockerHit.of(query.prefix() + name))
                            .toList());
    return there.thenApply(
        hits -> {
          TreeMap<String, DockerHit> known = new TreeMap<>();
          List<DockerHit> all = new ArrayList<>();
          for (List<DockerHit> some : List.of(hits, here)) {
            for (DockerHit hit : some) {
              if (known.putIfAbsent(canonical(query, hit), hit) == null) {
                all.add(hit);
              }
            }
          }
          return List.copyOf(all.subList(0, Math.min(all.size(), query.limit())));
        });
  }

  private String canonical(DockerQuery query, DockerHit hit) {
    return upstream.canonical(new ImageName(hit.name().substring(query.prefix().length()))).value();
  }

  private CompletionStage<List<DockerHit>> index(String url, DockerQuery query) {
    String address =
        url
            + "v1/search?q="
            + URLEncoder.encode(query.without(), StandardCharsets.UTF_8)
            + "&n="
            + query.limit();
    return cache
        .ask(new ProxyCache.Question(Method.GET, address, DockerUpstream.LISTS), LARGEST)
        .thenApply(answer -> answer.status() == 200 ? answer.body() : new byte[0])
        .handle((body, failure) -> failure == null ? body : new byte[0])
        .thenApply(
            body -> {
              try {
                JsonNode found = body.length == 0 ? Json.object() : Json.read(body);
                return DockerSearch.read(found, query.prefix());
              } catch (JsonProcessingException e) {
                return List.of();
              } catch (IOException e) {
                throw new IllegalStateException("bytes in memory can be read", e);
              }
            });
  }

  /** Names that upstream lists; none if it does not. */
  private CompletionStage<List<String>> catalog() {
    return lists
        .all("v2/_catalog", "n=1000", "repositories", DockerUpstream.LISTS)
        .thenApply(
            listed ->
                listed instanceof UpstreamLists.Listed.Items all
                    ? all.items().stream()
                        .map(JsonNode::asText)
                        .filter(ImageName::wellFormed)
                        .toList()
                    : List.of());
  }

  private static Page<String> page(NavigableSet<String> all, PageQuery asked) {
    List<String> behind =
        all.tailSet(asked.last(), false).stream().limit(asked.size() + 1L).toList();
    if (asked.size() == 0 || behind.size() <= asked.size()) {
      return Page.last(asked.size() == 0 ? List.of() : behind);
    }
    List<String> names = behind.subList(0, asked.size());
    return new Page<>(names, Optional.of(Cursor.after(names.get(names.size() - 1))));
  }
}
