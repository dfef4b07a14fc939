/**
 * The server's certificate: a local authority made at first start, or the operator's own files, and
 * TLS for Jetty's connectors. Begin at {@link io.entrepot.engine.tls.ServerCertificates}.
 */
package io.entrepot.engine.tls;
