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

  /**
   * A docker proxy with a port of its own, for whom nothing is current for long.
   *
   * @param more further groups of settings, each with a comma before it
   */
  static String dockerProxy(String name, String remoteUrl, int httpPort, String more) {
    return """
        {"name":"%s","online":true,%s,
         "proxy":{"remoteUrl":"%s","contentMaxAge":1440,"metadataMaxAge":0},
         "negativeCache":{"enabled":false,"timeToLive":1440},
         "docker":{"v1Enabled":true,"forceBasicAuth":false,"httpPort":%d}%s}"""
        .formatted(name, STORAGE, remoteUrl, httpPort, more);
  }

  /** What a proxy asks its upstream with: an HTTP client, maybe with a name and a password. */
  static String httpClient(String user, String password) {
    String authentication =
        user.isEmpty()
            ? ""
            : """
            ,"authentication":{"type":"username","username":"%s","password":"%s"}"""
                .formatted(user, password);
    return ",\"httpClient\":{\"blocked\":false,\"autoBlock\":false" + authentication + "}";
  }

  /**
   * A docker group with a port of its own.
   *
   * @param members their names, in quotes, with commas between
   * @param writable the one that takes pushes; may be empty
   * @param docker further settings of the format, each with a comma before it
   */
  static String dockerGroup(
      String name, String members, String writable, int httpPort, String docker) {
    String writing = writable.isEmpty() ? "" : ",\"writableMember\":\"" + writable + "\"";
    return """
        {"name":"%s","online":true,%s,"group":{"memberNames":[%s]%s},
         "docker":{"v1Enabled":true,"forceBasicAuth":false,"httpPort":%d%s}}"""
        .formatted(name, STORAGE, members, writing, httpPort, docker);
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
