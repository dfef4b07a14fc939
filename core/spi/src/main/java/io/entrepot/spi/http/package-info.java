/** One request and its answer. A format describes the answer; the engine moves every byte. */
@Export
@Version("1.2.0")
package io.entrepot.spi.http;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
