/** The commands about tasks. */
package io.entrepot.shell.task;
