/** The commands about formats. */
package io.entrepot.shell.format;
