/**
 * Verification: what the database says against what is on the disks. Nothing is changed unless a
 * repair is asked for, save the note that a blob is damaged; nothing that may be of use is deleted.
 */
package io.entrepot.engine.verify;
