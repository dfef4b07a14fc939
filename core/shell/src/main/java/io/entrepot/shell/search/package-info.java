/** The commands about what the repositories hold. */
package io.entrepot.shell.search;
