package io.entrepot.spi.format;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A repository's settings: checked against the format's {@link SettingsField fields}, defaults
 * filled in. Paths have dots between their parts.
 */
@ProviderType
public interface Settings {

  /** A text, a secret's too; empty if it is not set. */
  Optional<String> text(String path);

  /** The texts of a list, in order; none if it is not set. */
  List<String> list(String path);

  /** A number; empty if it is not set. */
  OptionalLong number(String path);

  /** A flag; false if it is not set. */
  boolean flag(String path);

  /** {@code storage.writePolicy}. */
  WritePolicy writePolicy();
}
