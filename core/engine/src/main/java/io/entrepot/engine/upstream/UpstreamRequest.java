package io.entrepot.engine.upstream;

import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;

/**
 * A request that changes nothing upstream.
 *
 * @param method {@code GET} or {@code HEAD}
 * @param address an encoded path with its query, relative to the upstream's URL; or an absolute
 *     URL, to which the upstream's credentials are not sent unless it is the upstream's own
 * @param headers fields to send
 */
public record UpstreamRequest(Method method, String address, Headers headers) {}
