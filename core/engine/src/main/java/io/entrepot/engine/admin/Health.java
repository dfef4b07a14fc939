package io.entrepot.engine.admin;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Whether storage can be read and written. A service. */
@ProviderType
public interface Health {

  /**
   * What came of looking at one thing.
   *
   * @param name of what: {@code database}, {@code blob store 'default'}
   * @param problem why it cannot be written; empty if it can
   */
  record Check(String name, Optional<String> problem) {}

  /** Looks at everything that must take writes: quick, a few milliseconds, no more. */
  List<Check> writable();
}
