/** Which paths proxies and groups may be asked for. */
package io.entrepot.engine.routing;
