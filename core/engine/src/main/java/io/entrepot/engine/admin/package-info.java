/**
 * Managing the server: what REST and the shell are written against. Exported for the shell and the
 * console alone; formats have no business here.
 */
@Export
@Version("1.2.0")
package io.entrepot.engine.admin;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
