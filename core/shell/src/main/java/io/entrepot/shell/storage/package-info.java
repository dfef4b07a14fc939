/** The commands about blobs and the database. */
package io.entrepot.shell.storage;
