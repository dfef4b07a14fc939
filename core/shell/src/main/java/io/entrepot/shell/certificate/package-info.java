/** The commands about the server's certificate. */
package io.entrepot.shell.certificate;
