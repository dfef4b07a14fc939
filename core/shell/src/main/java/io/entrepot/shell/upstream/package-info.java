/** Commands about the upstreams of proxies. */
package io.entrepot.shell.upstream;
