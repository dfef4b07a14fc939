package io.entrepot.engine.upstream;

import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Tries whether an upstream is well again: at its root, and if that is not well, at what failed
 * last, since some servers have no root, and others have a single file that fails. Nobody waits for
 * it.
 */
final class Probe {

  private static final String ROOT = "";

  private final Function<UpstreamRequest, CompletableFuture<ArrivingReply>> upstream;
  private final Failure failure;

  /**
   * A probe.
   *
   * @param upstream asks it, once for each request
   */
  Probe(Function<UpstreamRequest, CompletableFuture<ArrivingReply>> upstream, Failure failure) {
    this.upstream = upstream;
    this.failure = failure;
  }

  /** Completed with why it is not well; with nothing, if it is. Does not fail. */
  CompletableFuture<Optional<String>> run(String failedLast) {
    return at(ROOT)
        .thenCompose(
            ill -> ill.isEmpty() ? CompletableFuture.completedFuture(ill) : at(failedLast));
  }

  private CompletableFuture<Optional<String>> at(String address) {
    return upstream
        .apply(new UpstreamRequest(Method.HEAD, address, Headers.none()))
        .handle((reply, problem) -> problem == null ? judged(reply) : judged(problem));
  }

  private static Optional<String> judged(ArrivingReply reply) {
    reply.close();
    return ill(reply.status())
        ? Optional.of("it answers with status " + reply.status())
        : Optional.empty();
  }

  private Optional<String> judged(Throwable problem) {
    ProblemException told = failure.of(problem);
    return ill(told) ? Optional.of(told.problem().message()) : Optional.empty();
  }

  /** Whether a status says that the server is not well. */
  static boolean ill(int status) {
    return status >= 500 && status != 501;
  }

  /** Whether it is the server's fault that there is no answer. */
  static boolean ill(ProblemException told) {
    return List.of("UPSTREAM_UNREACHABLE", "UPSTREAM_TIMEOUT").contains(told.problem().code());
  }
}
