package io.entrepot.engine.security;

import io.entrepot.spi.http.Problem;
import io.entrepot.spi.security.Credentials;
import java.util.Optional;

/** Where everyone says who they are. */
public interface Gate {

  /** What comes of it. */
  sealed interface Outcome {

    /**
     * They may come in.
     *
     * @param access with those rights
     */
    record Admitted(Access access) implements Outcome {}

    /**
     * They may not.
     *
     * @param problem 401 for wrong credentials, 429 after too many, 503 if a realm does not answer
     */
    record Refused(Problem problem) implements Outcome {}
  }

  /**
   * Judges credentials, by all realms in their order; without any, the outcome is nobody's access.
   *
   * @param client the address they came from, for throttling
   */
  Outcome enter(Optional<Credentials> credentials, String client);
}
