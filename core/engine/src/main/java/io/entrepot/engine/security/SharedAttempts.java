package io.entrepot.engine.security;

import io.entrepot.engine.security.Gate.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** Lets equal logins that come at the same time be judged once: the others wait for that. */
final class SharedAttempts {

  /**
   * What makes logins equal.
   *
   * @param mark stands for user and password
   * @param client where it comes from
   * @param accounts the users as they are: what began before a change is no answer after it
   */
  record Key(String mark, String client, Accounts accounts) {}

  private final ConcurrentMap<Key, CompletableFuture<Outcome>> running = new ConcurrentHashMap<>();

  Outcome share(Key key, Supplier<Outcome> attempt) {
    CompletableFuture<Outcome> mine = new CompletableFuture<>();
    CompletableFuture<Outcome> other = running.putIfAbsent(key, mine);
    if (other != null) {
      return result(other);
    }
    try {
      mine.complete(attempt.get());
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
    } finally {
      running.remove(key);
    }
    return result(mine);
  }

  private static Outcome result(CompletableFuture<Outcome> attempt) {
    try {
      return attempt.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
