/** Who asks, and what they may do: realms, verdicts, permissions, tokens. */
@Export
@Version("1.0.0")
package io.entrepot.spi.security;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
