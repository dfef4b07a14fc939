/** The ways in: the shared ports, ports and host names of repositories, proxies in front. */
package io.entrepot.engine.connector;
