/**
 * One repository's content: assets at paths, components, records of the format's own, changed all
 * or nothing.
 */
@Export
@Version("1.1.0")
package io.entrepot.spi.content;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
