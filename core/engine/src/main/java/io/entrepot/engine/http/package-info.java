/**
 * One request and its answer, over Jetty. Begin at {@link io.entrepot.engine.http.EdgeHandler};
 * README.md of this module draws the way of a request.
 */
package io.entrepot.engine.http;
