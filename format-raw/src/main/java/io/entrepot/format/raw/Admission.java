package io.entrepot.format.raw;

import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.Precondition;
import io.entrepot.spi.content.PreconditionFailedException;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.format.WritePolicy;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.security.Action;
import java.io.IOException;
import java.util.Optional;

/**
 * Whether a client may put a file: adding one and replacing one are different rights. It is asked
 * twice, before the body comes and by way of {@link #precondition} in the commit, so that of two
 * clients who both find nothing only one adds.
 */
final class Admission {

  private final Request request;
  private final RepositoryContext context;
  private final AssetPath path;
  private final boolean mayAdd;
  private final boolean mayEdit;
  private final boolean once;

  Admission(Request request, RepositoryContext context, AssetPath path) {
    this.request = request;
    this.context = context;
    this.path = path;
    this.mayAdd = request.allows(context.permission(Action.ADD));
    this.mayEdit = request.allows(context.permission(Action.EDIT));
    this.once = context.settings().writePolicy() == WritePolicy.ALLOW_ONCE;
  }

  /** Whether a file may be put whatever is there: then nobody need look. */
  boolean granted() {
    return mayAdd && mayEdit && !once && request.precondition().kind() == Precondition.Kind.NONE;
  }

  /** Refuses what may not be done to what is there. */
  void require(Optional<Asset> current) throws IOException {
    if (current.isPresent() ? !mayEdit : !mayAdd) {
      throw denied(current.isPresent() ? "replaced" : "added").asException();
    }
    if (!request.precondition().holds(current)) {
      throw new PreconditionFailedException(path, request.precondition());
    }
    if (current.isPresent() && once) {
      throw new Problem(
              400,
              "WRITE_ONCE",
              "'%s' is there already and repository '%s' replaces nothing: its write policy is ALLOW_ONCE"
                  .formatted(path, context.name()))
          .asException();
    }
  }

  /** What must still be true in the commit, once {@link #require} has let it pass. */
  Precondition precondition() {
    if (once || !mayEdit) {
      return Precondition.ABSENT;
    }
    boolean asked = request.precondition().kind() != Precondition.Kind.NONE;
    return mayAdd || asked ? request.precondition() : Precondition.PRESENT;
  }

  private Problem denied(String what) {
    String message = "'%s' may not be %s by %s".formatted(path, what, request.subject().name());
    return request.subject().authenticated()
        ? new Problem(403, "DENIED", message)
        : new Problem(401, "UNAUTHORIZED", message);
  }
}
