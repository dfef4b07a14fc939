/** What a proxy repository has of its upstream: kept, on its way, or not to be had. */
@Export
@Version("1.0.0")
package io.entrepot.spi.proxy;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
