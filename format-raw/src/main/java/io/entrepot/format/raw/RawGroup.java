package io.entrepot.format.raw;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.security.Action;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * Several raw repositories as one: a file is the first member's that has it, a folder shows what
 * all of them hold. What is written goes to the writable member.
 */
final class RawGroup implements Repository {

  private final RepositoryContext context;
  private final Disposition disposition;

  RawGroup(RepositoryContext context) {
    this.context = context;
    this.disposition = Disposition.of(context.settings());
  }

  @Override
  public Set<Action> required(Request request) {
    return RawPaths.required(request, context);
  }

  @Override
  public Response handle(Request request) throws IOException {
    return switch (request.method()) {
      case GET, HEAD -> read(request);
      case PUT, DELETE, POST, PATCH -> context.members().write(request);
      case OPTIONS -> Response.Reply.of(204).with("Allow", RawPaths.ALLOWED);
    };
  }

  private Response read(Request request) throws IOException {
    AssetPath path = RawPaths.path(request);
    if (RawPaths.isFolder(request)) {
      return new Response.Listing(path);
    }
    Response found = first(request, path);
    return found.map(reply -> disposition.apply(reply, path.name()));
  }

  /** The file; if no member has it, the folder of that name. */
  private Response first(Request request, AssetPath path) throws IOException {
    boolean browses = request.allows(context.permission(Action.BROWSE));
    try {
      Response found = context.members().first(request);
      if (!browses || !(found instanceof Response.Await await)) {
        return found;
      }
      return new Response.Await(
          await
              .next()
              .<Response>handle(
                  (response, failure) -> {
                    if (failure == null) {
                      return response;
                    }
                    if (absent(failure)) {
                      return new Response.Listing(path);
                    }
                    throw new CompletionException(failure);
                  }));
    } catch (ProblemException e) {
      if (browses && absent(e)) {
        return new Response.Listing(path);
      }
      throw e;
    }
  }

  private static boolean absent(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof ProblemException problem && problem.problem().status() == 404;
  }
}
