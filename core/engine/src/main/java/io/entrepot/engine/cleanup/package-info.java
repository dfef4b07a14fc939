/**
 * Cleanups: which components repositories can do without, by policies that administrators make, and
 * their removal. No format is known here: a component has a version, assets and times.
 */
package io.entrepot.engine.cleanup;
