package io.entrepot.engine.http;

import io.entrepot.engine.content.Contents;
import io.entrepot.engine.repository.Serving;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.format.Recipe;
import io.entrepot.spi.format.Repositories;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.format.RootClaim;
import io.entrepot.spi.format.UploadForm;
import io.entrepot.spi.http.ErrorForm;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Repositories {@code files} (format {@code plain}) and {@code boxes} (format {@code box}, which
 * claims {@code /b1/}), and {@code lost}, whose format is missing.
 */
public final class TestServing implements Serving {
  private final Contents contents;
  private final AtomicInteger held = new AtomicInteger();
  private final Map<String, Repository> repositories = new ConcurrentHashMap<>();

  TestServing(Contents contents) {
    this.contents = contents;
    repositories.put("files", new TestRepository(content("files")));
    repositories.put("boxes", new TestRepository(content("boxes")));
  }

  /** Puts another repository in the place of one. */
  public void replace(String name, Repository repository) {
    repositories.put(name, repository);
  }

  public ContentStore content(String name) {
    return contents.of(name, "default");
  }

  /** How many are held now. */
  public int held() {
    return held.get();
  }

  /** Whether none is held any more; waits a while for it, since a client may be told before. */
  public boolean idle() throws InterruptedException {
    long end = System.nanoTime() + 10_000_000_000L;
    while (held.get() > 0 && System.nanoTime() < end) {
      synchronized (held) {
        held.wait(100);
      }
    }
    return held.get() == 0;
  }

  private void release() {
    synchronized (held) {
      held.decrementAndGet();
      held.notifyAll();
    }
  }

  @Override
  public Optional<Held> hold(String name) {
    if (!List.of("files", "boxes", "lost").contains(name)) {
      return Optional.empty();
    }
    held.incrementAndGet();
    return Optional.of(new TestHeld(name));
  }

  @Override
  public Optional<HeldClaim> claim(String path) {
    if (!path.startsWith("/b1/")) {
      return Optional.empty();
    }
    held.incrementAndGet();
    return Optional.of(
        new HeldClaim(
            "box", new BoxClaim(), new NoRepositories(), Optional.of(BOXED), this::release));
  }

  private static final ErrorForm BOXED =
      (request, problem) ->
          new Response.Reply(
                  problem.status(),
                  Headers.of("Content-Type", "text/x-box"),
                  io.entrepot.spi.http.Body.text("box:" + problem.code()))
              .with("WWW-Authenticate", "Box");

  /** Why what some hold is served although it is old, by {@code repository/path}. */
  final Map<String, String> stale = new ConcurrentHashMap<>();

  private final class TestHeld implements Held {
    private final String name;

    TestHeld(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Recipe recipe() {
      return new Recipe(name.equals("boxes") ? "box" : "plain", RepositoryType.HOSTED);
    }

    @Override
    public Optional<ErrorForm> errors() {
      return name.equals("boxes") ? Optional.of(BOXED) : Optional.empty();
    }

    @Override
    public Optional<Repository> repository() {
      return Optional.ofNullable(repositories.get(name));
    }

    @Override
    public Problem problem() {
      return new Problem(503, "FORMAT_MISSING", "the format 'plain' is not installed");
    }

    @Override
    public ContentStore content() {
      return TestServing.this.content(name);
    }

    @Override
    public Optional<String> stale(AssetPath path) {
      return Optional.ofNullable(stale.get(name + "/" + path));
    }

    @Override
    public Optional<UploadForm> uploads() {
      return Optional.empty();
    }

    @Override
    public void close() {
      release();
    }
  }

  private static final class BoxClaim implements RootClaim {
    @Override
    public String path() {
      return "/b1/";
    }

    @Override
    public Response handle(Request request, Repositories all) {
      return Response.Reply.json(
          200, "claim " + request.path() + " " + request.locate("b1/x") + " " + request.origin());
    }
  }

  private static final class NoRepositories implements Repositories {
    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public Optional<Repository> find(String name) {
      return Optional.empty();
    }
  }
}
