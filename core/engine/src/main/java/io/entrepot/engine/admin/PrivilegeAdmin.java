package io.entrepot.engine.admin;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What roles can be made of. A service. */
@ProviderType
public interface PrivilegeAdmin {

  /** The names of the built-in privileges, sorted; those of single repositories are not listed. */
  List<String> privileges();
}
