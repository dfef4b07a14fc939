package io.entrepot.format.raw;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.proxy.Fetch;
import io.entrepot.spi.proxy.Freshness;
import io.entrepot.spi.proxy.Wanted;
import io.entrepot.spi.security.Action;
import java.io.IOException;
import java.util.Set;

/**
 * A raw repository over another server's files.
 *
 * <pre>
 * GET HEAD  {path}         the file; if upstream has none, the folder
 * GET HEAD  {path}/ and /  the folder: what is kept of it. Upstream is not asked
 * </pre>
 */
final class RawProxy implements Repository {

  private static final String ALLOWED = "GET, HEAD, OPTIONS";

  private final RepositoryContext context;
  private final MediaTypes types;
  private final Disposition disposition;
  private final boolean strict;

  RawProxy(RepositoryContext context, MediaTypes types) {
    this.context = context;
    this.types = types;
    this.disposition = Disposition.of(context.settings());
    this.strict = context.settings().flag("storage.strictContentTypeValidation");
  }

  @Override
  public Set<Action> required(Request request) {
    boolean read = request.method() == Method.GET || request.method() == Method.HEAD;
    return Set.of(read && RawPaths.isFolder(request) ? Action.BROWSE : Action.READ);
  }

  @Override
  public Response handle(Request request) throws IOException {
    return switch (request.method()) {
      case GET, HEAD -> read(request);
      case OPTIONS -> Response.Reply.of(204).with("Allow", ALLOWED);
      case PUT, POST, PATCH, DELETE ->
          throw new Problem(
                  405,
                  "METHOD_NOT_ALLOWED",
                  "repository '"
                      + context.name()
                      + "' is a proxy: its files come from its upstream, "
                      + request.method()
                      + " is for hosted repositories",
                  Headers.of("Allow", ALLOWED))
              .asException();
    };
  }

  private Response read(Request request) throws IOException {
    AssetPath path = RawPaths.path(request);
    if (RawPaths.isFolder(request)) {
      return new Response.Listing(path);
    }
    Wanted wanted = wanted(path);
    boolean head = request.method() == Method.HEAD;
    return Response.Await.on(
        head ? context.proxy().look(wanted) : context.proxy().fetch(wanted),
        fetch -> answer(request, path, fetch));
  }

  private Wanted wanted(AssetPath path) {
    return Wanted.of(path, RawAddress.of(path), Freshness.CONTENT)
        .accepting(headers -> type(headers, path))
        .kept(
            arrival ->
                ChangeSet.empty()
                    .put(
                        AssetWrite.of(path, type(arrival.headers(), path))
                            .in(RawPaths.component(path)),
                        arrival.content()));
  }

  private String type(Headers headers, AssetPath path) throws ProblemException {
    try {
      return types.choose(headers.first("Content-Type"), path, strict);
    } catch (ProblemException e) {
      // It is not the client's request that is wrong.
      Problem problem = e.problem();
      throw new Problem(502, problem.code(), "upstream's " + problem.message()).asException();
    }
  }

  private Response answer(Request request, AssetPath path, Fetch fetch) throws IOException {
    if (fetch instanceof Fetch.Absent
        && request.allows(context.permission(Action.BROWSE))
        && !context.content().browse(path, Cursor.START, 1).items().isEmpty()) {
      return new Response.Listing(path);
    }
    Response.Reply reply = fetch.reply();
    if (!(fetch instanceof Fetch.Kept)) {
      // As the next one gets it, who gets what is kept.
      Headers others = reply.headers().without(Set.of("content-type"));
      String type = type(reply.headers(), path);
      reply = new Response.Reply(reply.status(), others.and("Content-Type", type), reply.body());
    }
    return disposition.apply(reply, path.name());
  }
}
