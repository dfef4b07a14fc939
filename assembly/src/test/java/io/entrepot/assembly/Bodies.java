package io.entrepot.assembly;

/** REST bodies, with the fields that existing clients send. */
final class Bodies {

  private Bodies() {}

  private static final String STORAGE =
      "\"storage\":{\"blobStoreName\":\"default\",\"strictContentTypeValidation\":true,"
          + "\"writePolicy\":\"ALLOW\"}";

  /** A hosted docker repository with a port of its own. */
  static String docker(String name, String portField, int port) {
    return """
        {"name":"%s","online":true,%s,
         "docker":{"v1Enabled":true,"forceBasicAuth":false,"%s":%d}}"""
        .formatted(name, STORAGE, portField, port);
  }

  /** A hosted docker repository with a host name of its own. */
  static String dockerHost(String name, String subdomain) {
    return """
        {"name":"%s","online":true,%s,
         "docker":{"v1Enabled":true,"forceBasicAuth":false,"subdomain":"%s"}}"""
        .formatted(name, STORAGE, subdomain);
  }

  /** A hosted raw repository. */
  static String raw(String name) {
    return """
        {"name":"%s","online":true,%s}"""
        .formatted(name, STORAGE);
  }

  /** An active user with one role. */
  static String user(String id, String password, String role) {
    return """
        {"userId":"%1$s","firstName":"%1$s","lastName":"Test","emailAddress":"%1$s@example.org",
         "password":"%2$s","status":"active","roles":["%3$s"]}"""
        .formatted(id, password, role);
  }
}
