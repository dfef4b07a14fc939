package io.entrepot.spi.connector;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/** Opens ways in while the server runs. A service. */
@ProviderType
public interface ConnectorRegistrar {

  /** An open connector. */
  interface Opened extends AutoCloseable {

    /** Takes it away; requests in flight finish. Does nothing the second time. */
    @Override
    void close();
  }

  /**
   * Opens a connector; it serves when this returns.
   *
   * @throws IOException saying by whom the port or the name is taken, or why it cannot be opened
   */
  Opened open(Connector connector) throws IOException;
}
