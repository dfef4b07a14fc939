/**
 * Measures the distribution side by side with its peers. Begin at {@link io.entrepot.bench.Bench}.
 */
package io.entrepot.bench;
