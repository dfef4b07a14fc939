/** Long lists, a page at a time, by the key of the last item seen. */
@Export
@Version("1.0.0")
package io.entrepot.spi.page;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
