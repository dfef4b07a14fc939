package io.entrepot.testkit;

import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.format.Format;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.http.ErrorForm;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import java.io.IOException;
import java.util.Optional;

/**
 * Plays the engine for one repository: checks what is required, moves the bytes, gives problems the
 * format's form. A failure that is no {@link IOException} is the format's fault and comes out. What
 * the engine adds to replies by itself, conditions and ranges on {@code GET}, is not played.
 */
public final class RepositoryDriver {

  private final Repository repository;
  private final RepositoryContext context;
  private final Optional<ErrorForm> errors;

  /** Drives that repository. */
  public RepositoryDriver(
      Repository repository, RepositoryContext context, Optional<ErrorForm> errors) {
    this.repository = repository;
    this.context = context;
    this.errors = errors;
  }

  /** Creates a repository of that format, and drives it. */
  public static RepositoryDriver of(Format format, RepositoryContext context) {
    return new RepositoryDriver(format.create(context), context, format.errors());
  }

  /** The repository. */
  public Repository repository() {
    return repository;
  }

  /** What it works with. */
  public RepositoryContext context() {
    return context;
  }

  /** What it holds. */
  public ContentStore content() {
    return context.content();
  }

  /** Sends a request with its whole body. */
  public TestReply send(TestRequest request) {
    return exchange(request).run(this::admit);
  }

  /**
   * Sends a request, but of its body only so many bytes; then the client is gone, so that nobody
   * sees a reply.
   *
   * @throws IOException whatever the repository answered before the body was read
   */
  public void breakOff(TestRequest request, int bytes) throws IOException {
    exchange(request).breakOff(this::admit, bytes);
  }

  /** The answer that the engine would give with the format's form for a problem of its own. */
  public TestReply refuse(TestRequest request, Problem problem) {
    return exchange(request).answer(problem);
  }

  private Exchange exchange(TestRequest request) {
    return new Exchange(request, context.content(), errors);
  }

  private Response admit(Request request) throws IOException {
    boolean allowed =
        repository.required(request).stream()
            .allMatch(action -> request.allows(context.permission(action)));
    if (allowed) {
      return repository.handle(request);
    }
    if (request.subject().authenticated()) {
      throw new Problem(403, "DENIED", request.subject().name() + " may not do that here")
          .asException();
    }
    throw new Problem(401, "UNAUTHORIZED", "this needs a user name and a password").asException();
  }
}
