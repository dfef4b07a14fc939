package io.entrepot.spi.format;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The repositories of one format that are served now. */
@ProviderType
public interface Repositories {

  /** Their names, sorted. */
  List<String> names();

  /** The one of that name, as the format's {@link Format#create} made it. */
  Optional<Repository> find(String name);
}
