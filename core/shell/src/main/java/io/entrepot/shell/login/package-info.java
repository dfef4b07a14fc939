/** Lets Entrepot's administrators into the shell, and nobody else. */
package io.entrepot.shell.login;
