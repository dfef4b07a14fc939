/** What proxy repositories keep of their upstreams: how old it may be, and how it comes. */
package io.entrepot.engine.proxy;
