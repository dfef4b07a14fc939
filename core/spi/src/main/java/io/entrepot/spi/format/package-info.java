/** What a format bundle provides: a Format, and the repositories that it creates. */
@Export
@Version("1.2.0")
package io.entrepot.spi.format;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
