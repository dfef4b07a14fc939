package io.entrepot.format.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.proxy.ProxyCache;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lists that an upstream has. All pages are gathered: registries differ in how they order and page
 * lists, and whoever merges or goes on in one needs a single order.
 */
final class UpstreamLists {

  /** What became of a question. */
  sealed interface Listed {

    /** All items of the list. */
    record Items(List<JsonNode> items) implements Listed {}

    /** There is no such list. */
    record Absent() implements Listed {}

    /** Upstream does not say. */
    record Failed(Problem problem) implements Listed {}
  }

  private static final int LARGEST = 8 * 1024 * 1024;

  /** Of all pages of a list together, in bytes. */
  private static final long MOST = 32 * 1024 * 1024;

  private static final Pattern NEXT =
      Pattern.compile("<[^>?]*\\?([^>]*)>\\s*;.*\\brel\\s*=\\s*\"?next\"?.*");

  private final ProxyCache cache;
  private final DockerUpstream upstream;
  private final String repository;

  UpstreamLists(RepositoryContext context, DockerUpstream upstream) {
    this.cache = context.proxy();
    this.upstream = upstream;
    this.repository = context.name();
  }

  /**
   * All items of a list.
   *
   * @param path relative to the upstream, without a query
   * @param query the first page's, without a question mark; may be empty
   * @param field the field of the answer that has them
   * @return never fails
   */
  CompletionStage<Listed> all(String path, String query, String field, Headers accept) {
    return new Walk(path, field, accept, new ArrayList<>())
        .from(query, 0)
        .exceptionally(UpstreamLists::failed);
  }

  private final class Walk {
    private final String path;
    private final String field;
    private final Headers accept;
    private final List<JsonNode> items;

    Walk(String path, String field, Headers accept, List<JsonNode> items) {
      this.path = path;
      this.field = field;
      this.accept = accept;
      this.items = items;
    }

    CompletionStage<Listed> from(String query, long before) {
      String address = query.isEmpty() ? path : path + "?" + query;
      return cache
          .ask(new ProxyCache.Question(Method.GET, address, accept), LARGEST)
          .thenCompose(
              answer -> {
                long bytes = before + answer.body().length;
                Optional<Listed> end =
                    bytes > MOST
                        ? Optional.of(failure("has a list '" + path + "' without an end"))
                        : taken(answer);
                if (end.isPresent()) {
                  return CompletableFuture.completedFuture(end.get());
                }
                Optional<String> next = next(answer.headers());
                return next.isEmpty() || next.get().equals(query)
                    ? CompletableFuture.completedFuture(new Listed.Items(items))
                    : from(next.get(), bytes);
              });
    }

    /** Takes a page; what the list is, if there was none. */
    private Optional<Listed> taken(ProxyCache.Answer answer) {
      int status = answer.status();
      if (status == 404 || (upstream.hides() && (status == 401 || status == 403))) {
        return Optional.of(new Listed.Absent());
      }
      if (status != 200) {
        return Optional.of(failure("answered " + status + " to '" + path + "'"));
      }
      JsonNode list;
      try {
        list = Json.read(answer.body()).path(field);
      } catch (JsonProcessingException e) {
        return Optional.of(failure("sent something else than a list for '" + path + "'"));
      } catch (IOException e) {
        throw new CompletionException(e);
      }
      if (!list.isArray() && !list.isNull()) {
        return Optional.of(failure("sent something else than a list for '" + path + "'"));
      }
      list.forEach(items::add);
      return Optional.empty();
    }
  }

  private Listed.Failed failure(String what) {
    return new Listed.Failed(
        new Problem(
            502,
            DockerError.UNKNOWN.name(),
            "%s, the upstream of repository '%s', %s"
                .formatted(upstream.shown(), repository, what)));
  }

  /** The query of the next page: it is always the same list's. */
  private static Optional<String> next(Headers headers) {
    return headers.all("Link").stream()
        .map(NEXT::matcher)
        .filter(Matcher::matches)
        .map(match -> match.group(1))
        .findFirst();
  }

  private static Listed failed(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof ProblemException expected) {
      return new Listed.Failed(expected.problem());
    }
    throw new CompletionException(cause);
  }
}
