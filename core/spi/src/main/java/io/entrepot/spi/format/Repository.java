package io.entrepot.spi.format;

import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.content.Precondition;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.security.Action;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One repository, with the settings it was created with: a changed setting creates a new one. Safe
 * for use by many threads.
 */
@ConsumerType
public interface Repository extends AutoCloseable {

  /**
   * What one must be allowed to do here to make this request. The engine checks it before {@link
   * #handle}. Nothing required means that everybody may, whoever they are.
   */
  default Set<Action> required(Request request) {
    return switch (request.method()) {
      case GET, HEAD, OPTIONS -> Set.of(Action.READ);
      case PUT, POST, PATCH -> Set.of(Action.ADD);
      case DELETE -> Set.of(Action.DELETE);
    };
  }

  /**
   * Whether credentials in this request are not looked at: they may be another server's, sent by
   * clients that take this one for it. Nobody is let in then but those who act in nobody's name, by
   * a token that says so or without; no password is judged, counted or logged.
   *
   * @param request as far as it is known before anybody is let in: it may do nothing
   */
  default boolean ignoresCredentials(Request request) {
    return false;
  }

  /**
   * Answers a request.
   *
   * @throws io.entrepot.spi.http.ProblemException to answer with a problem
   * @throws io.entrepot.spi.content.PreconditionFailedException to answer 412
   * @throws IOException if storage fails: the client gets a 500 in the format's form
   */
  Response handle(Request request) throws IOException;

  /**
   * What deletes an asset: it, and whatever has no sense without it. The engine asks when somebody
   * deletes it other than by the format's own protocol, when a cleanup does, and when it collects
   * what nothing needs; it commits the changes itself. A precondition that is not true then makes
   * it ask anew, with the asset as it is.
   *
   * @throws io.entrepot.spi.http.ProblemException if it may not be deleted: the message says why
   */
  default ChangeSet deletion(Asset asset) throws IOException {
    return ChangeSet.empty().delete(asset.path(), Precondition.matches(Set.of(asset.etag())));
  }

  /**
   * What deletes a component. Otherwise as {@link #deletion(Asset)}.
   *
   * @param assets all that it has
   */
  default ChangeSet deletion(Component component, List<Asset> assets) throws IOException {
    ChangeSet changes = ChangeSet.empty();
    for (Asset asset : assets) {
      changes = changes.then(deletion(asset));
    }
    return changes;
  }

  /**
   * How long assets that were written with {@link io.entrepot.spi.content.Retention#BY_POLICY} stay
   * when nothing needs them any more; empty if for ever.
   */
  default Optional<Duration> unneededRetention() {
    return Optional.empty();
  }

  /**
   * Where clients read an asset: a path of this repository, as a request's. It is what people are
   * shown as the asset's path.
   */
  default String address(AssetPath asset) {
    return asset.value();
  }

  /** Called when no request is left in it. What it holds in the content store stays. */
  @Override
  default void close() {}
}
