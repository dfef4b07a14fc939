/** The commands about users. */
package io.entrepot.shell.user;
