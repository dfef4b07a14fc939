/**
 * Keeps what is installed at run time: a record of features that a new version starts from, and the
 * folder whose bundles are installed while they are in it.
 */
package io.entrepot.shell.features;
