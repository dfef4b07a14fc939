package io.entrepot.engine.http;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.format.Repositories;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.http.Body;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Tells which assets are read: a GET or HEAD that a format answers with an asset. HEAD too, since
 * clients that have the bytes of an image already ask no more. What the client's conditions make of
 * the answer does not matter: who asks whether an asset has changed uses it.
 */
final class Reads {

  /** Is told of a read. */
  @FunctionalInterface
  interface Listener {
    /** Must not take long. */
    void read(String repository, AssetPath path);
  }

  private final Listener listener;

  Reads(Listener listener) {
    this.listener = listener;
  }

  /** Looks at what a repository answers. */
  Response answered(String repository, Request request, Response response) throws IOException {
    return noted(request, response, path -> listener.read(repository, path));
  }

  /** What a claim answers, for the repositories that it looked up meanwhile. */
  Response answered(Found found, Request request, Response response) throws IOException {
    return noted(request, response, path -> found.names.forEach(name -> listener.read(name, path)));
  }

  private static Response noted(Request request, Response response, Consumer<AssetPath> note)
      throws IOException {
    boolean reads = request.method() == Method.GET || request.method() == Method.HEAD;
    return reads
        ? response.map(
            reply -> {
              asset(reply).ifPresent(note);
              return reply;
            })
        : response;
  }

  private static Optional<AssetPath> asset(Response.Reply reply) {
    return reply.status() == 200 && reply.body() instanceof Body.Stored stored
        ? stored.asset()
        : Optional.empty();
  }

  /** Repositories that remember which of them was asked for. */
  static final class Found implements Repositories {

    private final Repositories repositories;
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    Found(Repositories repositories) {
      this.repositories = repositories;
    }

    @Override
    public List<String> names() {
      return repositories.names();
    }

    @Override
    public Optional<Repository> find(String name) {
      Optional<Repository> found = repositories.find(name);
      if (found.isPresent()) {
        names.add(name);
      }
      return found;
    }
  }
}
