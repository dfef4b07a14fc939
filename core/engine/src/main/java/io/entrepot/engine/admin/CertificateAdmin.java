package io.entrepot.engine.admin;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** The certificate that this server shows. A service. */
@ProviderType
public interface CertificateAdmin {

  /** The one in force. */
  CertificateView certificate();

  /**
   * The folder that is watched: the local authority's {@code ca.crt} lies here, and an operator's
   * own files are put here.
   */
  Path folder();

  /**
   * Makes a new local authority for all names that this server has now, and a certificate from it.
   * Clients have to trust the new {@code ca.crt} from then on.
   *
   * @return the certificate in force then
   * @throws RefusedException if the certificate in force is the operator's own
   * @throws IOException if the new one cannot be kept; the old one stays in force
   */
  CertificateView renewAuthority() throws RefusedException, IOException;
}
