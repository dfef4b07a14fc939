/** What is done to a data folder while no server runs in it: called by the launcher. */
package io.entrepot.engine.offline;
