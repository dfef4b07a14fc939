/**
 * What proves a format, a realm or a blob store without a server: contract suites, in-memory stores
 * and a driver that plays the engine. A library for tests.
 */
package io.entrepot.testkit;
