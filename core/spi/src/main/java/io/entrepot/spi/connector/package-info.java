/** Ports and host names that lead to one repository. */
@Export
@Version("1.0.0")
package io.entrepot.spi.connector;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
