/**
 * Backups: the database of one moment, the blobs it names, and the files of the data folder without
 * which the two are of no use. And the way back.
 */
package io.entrepot.engine.backup;
