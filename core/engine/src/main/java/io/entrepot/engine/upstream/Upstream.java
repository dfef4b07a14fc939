package io.entrepot.engine.upstream;

import java.util.concurrent.CompletionStage;

/**
 * One proxy repository's upstream. Redirects, authentication and retries are its business, and
 * whether it may be asked at all. No thread waits for it.
 */
public interface Upstream extends AutoCloseable {

  /**
   * Sends a request.
   *
   * @return completed when the head of the answer is here, whatever its status but a redirect (save
   *     one to the same path with a slash behind it, which says that it is a folder), a challenge
   *     that could be answered, or 429; fails with a {@link io.entrepot.spi.http.ProblemException}
   *     that names the upstream: 502 if it cannot be reached or talks nonsense, 503 if it is
   *     blocked, busy, or asks to be left alone (429, with {@code Retry-After}), 504 if it does not
   *     answer in time, 403 if the address is one that must not be asked
   */
  CompletionStage<UpstreamReply> send(UpstreamRequest request);

  /** Whether it can be asked now, and why not. */
  UpstreamHealth health();

  /** Ends what is on its way. */
  @Override
  void close();
}
