package io.entrepot.engine.admin;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The ways into the server. A service. */
@ProviderType
public interface ConnectorAdmin {

  /** All of them, the shared ports first. */
  List<ConnectorView> list();
}
