package io.entrepot.spi.proxy;

import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A proxy repository's way to its upstream, and what it has kept of it. However many ask for one
 * thing, upstream is asked once; who asked first may go, and the others still get it. The stages
 * fail only if storage does.
 */
@ProviderType
public interface ProxyCache {

  /**
   * Something, as current as it is wanted: what is kept, or what upstream sends. When upstream
   * cannot be asked, what is kept is served although it is old.
   */
  CompletionStage<Fetch> fetch(Wanted wanted);

  /**
   * What is known of something, for {@code HEAD}: as {@link #fetch}, but what is not kept is only
   * looked up, and nothing comes.
   */
  CompletionStage<Fetch> look(Wanted wanted);

  /**
   * Asks upstream something that is not kept: a search, a list.
   *
   * @param limit the most bytes that are acceptable as the answer's body
   * @return fails with a {@link io.entrepot.spi.http.ProblemException} 502, 503 or 504 if there is
   *     no answer; an answer of whatever status is one
   */
  CompletionStage<Answer> ask(Question question, int limit);

  /**
   * A question that changes nothing.
   *
   * @param method {@code GET} or {@code HEAD}
   * @param address as {@link Wanted#address}
   * @param headers fields to send
   */
  record Question(Method method, String address, Headers headers) {}

  /**
   * Upstream's answer.
   *
   * @param status the HTTP status
   * @param headers the fields that may be passed on
   * @param body all of it
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Answer(int status, Headers headers, byte[] body) {}
}
