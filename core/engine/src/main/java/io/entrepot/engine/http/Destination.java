package io.entrepot.engine.http;

import io.entrepot.engine.repository.Serving;
import java.util.Optional;

/** Where a request leads. */
sealed interface Destination {

  /**
   * To a repository.
   *
   * @param name as the client names it
   * @param held the repository; empty if there is none of that name
   * @param path within it
   * @param address how its paths are written for this client
   * @param shared whether it was reached by a shared port and the server's own name
   */
  record Content(
      String name, Optional<Serving.Held> held, String path, Address address, boolean shared)
      implements Destination {}

  /**
   * To what a format has on the shared ports beside its repositories.
   *
   * @param held the claim
   * @param path from the server's root
   */
  record Claim(Serving.HeldClaim held, String path) implements Destination {}

  /**
   * To the same with a slash behind it.
   *
   * @param location the path to go to, encoded
   */
  record Moved(String location) implements Destination {}

  /** To whatever is behind: REST, the console, or nothing. */
  record Elsewhere() implements Destination {}
}
