/**
 * The metadata: an SQLite database, one thread that writes for all, a few connections that read,
 * and the migrations. Each package that has tables has a migration of its own.
 */
package io.entrepot.engine.database;
