package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.RepositoryAdmin;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.security.Action;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The repositories whose content a caller may know of. */
final class Sights {

  private final RepositoryAdmin repositories;

  Sights(RepositoryAdmin repositories) {
    this.repositories = repositories;
  }

  /**
   * Those that a caller may look into.
   *
   * @param which of them
   * @throws ProblemException 401 if there is none at all and the caller has not said who it is
   */
  List<RepositoryDefinition> open(Caller caller, Predicate<RepositoryDefinition> which)
      throws ProblemException {
    List<RepositoryDefinition> open =
        repositories.definitions().stream().filter(caller::reads).toList();
    if (open.isEmpty() && !caller.access().subject().authenticated()) {
      throw caller.refusal();
    }
    return open.stream().filter(which).toList();
  }

  /**
   * The one of that name, if the caller may look into it.
   *
   * @throws ProblemException 401 if not, and the caller has not said who it is
   * @throws RefusedException if there is none, as far as the caller may know
   */
  RepositoryDefinition open(Caller caller, String name) throws ProblemException, RefusedException {
    Optional<RepositoryDefinition> found =
        repositories.definitions().stream()
            .filter(one -> one.name().equals(name))
            .filter(caller::reads)
            .findFirst();
    if (found.isEmpty() && !caller.access().subject().authenticated()) {
      throw caller.refusal();
    }
    return found.orElseThrow(
        () ->
            new RefusedException(
                Kind.NOT_FOUND, "repository", "there is no repository '" + name + "'"));
  }

  /** Those that hold what one shows that the caller may look into: see {@link Holders}. */
  Holders holders(Caller caller, String name) throws ProblemException, RefusedException {
    return Holders.of(repositories, List.of(open(caller, name)));
  }

  /**
   * Lets pass who may do something with what at least one of some repositories holds.
   *
   * @throws ProblemException 403 for who may not
   */
  void require(Caller caller, List<String> holders, Action action) throws ProblemException {
    boolean allowed =
        repositories.definitions().stream()
            .filter(one -> holders.contains(one.name()))
            .anyMatch(one -> caller.allows(one, action));
    if (!allowed) {
      throw caller.refusal();
    }
  }
}
