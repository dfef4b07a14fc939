/** The command about the ways into the server. */
package io.entrepot.shell.connector;
