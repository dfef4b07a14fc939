/** Other servers, from which proxies get what they do not have. */
package io.entrepot.engine.upstream;
