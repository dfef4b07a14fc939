/** What a group repository consists of, and how its members are asked. */
@Export
@Version("1.0.0")
package io.entrepot.spi.group;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
