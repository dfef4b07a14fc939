package io.entrepot.spi.format;

import io.entrepot.spi.http.ErrorForm;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A format: registered as a service, it adds its repositories to the server; withdrawn, it takes
 * them away, and their content stays.
 */
@ConsumerType
public interface Format {

  /** What it is called and can do. Always the same. */
  FormatDescriptor descriptor();

  /** Makes a repository. No I/O. */
  Repository create(RepositoryContext context);

  /** Its own paths on the shared ports. Always the same. */
  default List<RootClaim> roots() {
    return List.of();
  }

  /**
   * Where the upstream of a proxy repository is really asked, for addresses under which people know
   * it but which do not serve it. Always the same for the same address.
   *
   * @param given {@code proxy.remoteUrl}, absolute
   */
  default URI upstream(URI given) {
    return given;
  }

  /** How its clients are told of problems; without one, the engine's own JSON form. */
  default Optional<ErrorForm> errors() {
    return Optional.empty();
  }

  /** How files are uploaded by a form; empty if that is not how they come. Always the same. */
  default Optional<UploadForm> uploads() {
    return Optional.empty();
  }
}
