/** A server without the container, for tests that start and kill it many times. */
package io.entrepot.assembly.light;
