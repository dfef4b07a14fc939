package io.entrepot.engine.repository;

import io.entrepot.spi.format.Format;
import io.entrepot.spi.format.FormatDescriptor;
import io.entrepot.spi.format.RootClaim;
import io.entrepot.spi.http.ErrorForm;
import java.util.List;
import java.util.Optional;

/**
 * A format that is here now, and what it always answers, asked once.
 *
 * @param bundle symbolic name and version of the bundle that it comes from
 * @param lease ends when the format is gone and no repository and no claim of it is in use
 */
record InstalledFormat(
    Format format,
    FormatDescriptor descriptor,
    List<RootClaim> roots,
    Optional<ErrorForm> errors,
    String bundle,
    Lease lease) {

  InstalledFormat {
    roots = List.copyOf(roots);
  }

  static InstalledFormat of(Format format, String bundle) {
    return new InstalledFormat(
        format, format.descriptor(), format.roots(), format.errors(), bundle, new Lease(() -> {}));
  }

  String name() {
    return descriptor.name();
  }

  /** What is remembered of it when it is gone. */
  KnownFormat known() {
    return new KnownFormat(
        name(), descriptor.connectorGroup(), roots.stream().map(RootClaim::path).toList());
  }
}
