package io.entrepot.engine.repository;

import io.entrepot.engine.repository.Serving.Held;
import io.entrepot.engine.repository.Serving.HeldClaim;
import io.entrepot.spi.format.Repositories;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.RootClaim;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Formats' own paths on the shared ports. */
final class HeldClaims {

  private HeldClaims() {}

  /** Holds the claim of a format within which a path lies. */
  static Optional<HeldClaim> within(
      InstalledFormat format, String path, ServedRepositories served) {
    Optional<RootClaim> claim =
        format.roots().stream().filter(root -> lies(path, root.path())).findFirst();
    if (claim.isEmpty() || !format.lease().acquire()) {
      return Optional.empty();
    }
    HeldRepositories repositories = new HeldRepositories(format.name(), served);
    AtomicBoolean released = new AtomicBoolean();
    return Optional.of(
        new HeldClaim(
            format.name(),
            claim.get(),
            repositories,
            format.errors(),
            () -> {
              if (released.compareAndSet(false, true)) {
                repositories.release();
                format.lease().release();
              }
            }));
  }

  /** A claim of a format that is not installed: it says so. */
  static Optional<HeldClaim> missing(KnownFormat format, String path) {
    return format.claims().stream()
        .filter(claim -> lies(path, claim))
        .findFirst()
        .map(
            claim ->
                new HeldClaim(
                    format.name(),
                    new Missing(claim, Problems.missingFormat(claim, format.name())),
                    new None(),
                    Optional.empty(),
                    () -> {}));
  }

  /** {@code /v2} without its slash is within {@code /v2/} too. */
  private static boolean lies(String path, String claim) {
    return path.startsWith(claim) || (path + "/").equals(claim);
  }

  private record Missing(String path, Problem problem) implements RootClaim {
    @Override
    public Response handle(Request request, Repositories repositories) throws IOException {
      throw problem.asException();
    }
  }

  private record None() implements Repositories {
    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public Optional<Repository> find(String name) {
      return Optional.empty();
    }
  }

  /** Keeps every repository that was found open until the claim is let go. */
  private static final class HeldRepositories implements Repositories {

    private final String format;
    private final ServedRepositories served;
    private final List<Held> held = new ArrayList<>();

    HeldRepositories(String format, ServedRepositories served) {
      this.format = format;
      this.served = served;
    }

    @Override
    public List<String> names() {
      return served.of(format).stream()
          .filter(snapshot -> snapshot.repository().isPresent())
          .map(Snapshot::name)
          .sorted()
          .toList();
    }

    @Override
    public synchronized Optional<Repository> find(String name) {
      Optional<Held> found = served.hold(name);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      held.add(found.get());
      return found.get().recipe().format().equals(format)
          ? found.get().repository()
          : Optional.empty();
    }

    synchronized void release() {
      held.forEach(Held::close);
      held.clear();
    }
  }
}
