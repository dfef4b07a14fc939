/**
 * Blob stores: where bytes lie. A store knows blobs by opaque ids; what they are called is the
 * content package's business.
 */
@Export
@Version("2.0.0")
package io.entrepot.spi.blob;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
