/** Commands about routing rules. */
package io.entrepot.shell.routing;
