/** The commands about cleanups. */
package io.entrepot.shell.cleanup;
