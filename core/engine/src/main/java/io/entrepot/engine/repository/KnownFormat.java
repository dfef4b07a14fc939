package io.entrepot.engine.repository;

import java.util.List;

/**
 * What is remembered of a format, so that its repositories' ports and its paths can say what is
 * wrong when it is not installed.
 *
 * @param connectorGroup the group of the settings that holds ports and host name
 * @param claims its paths on the shared ports
 */
record KnownFormat(String name, String connectorGroup, List<String> claims) {

  KnownFormat {
    claims = List.copyOf(claims);
  }
}
