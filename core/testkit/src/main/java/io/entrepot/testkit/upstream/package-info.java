/** A server for tests of proxies that misbehaves as it is told. */
package io.entrepot.testkit.upstream;
