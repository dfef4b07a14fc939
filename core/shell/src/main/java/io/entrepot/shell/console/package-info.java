/** What all commands share: their end, their tables, what they ask for. */
package io.entrepot.shell.console;
