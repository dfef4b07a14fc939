package io.entrepot.engine.http;

/** How a repository's paths are written in URLs, in the way in which this client came. */
sealed interface Address {

  /** The path of a URL: encoded, beginning with a slash. */
  String locate(String path);

  /**
   * All paths behind a prefix.
   *
   * @param prefix {@code /repository/images/}; a mere slash on a port or host name of its own
   */
  record Prefixed(String prefix) implements Address {
    @Override
    public String locate(String path) {
      return TargetPath.encode(prefix + path);
    }
  }

  /**
   * Paths within a format's claim have the repository's name behind the claim.
   *
   * @param claim {@code /v2/}
   * @param repository the repository's name
   */
  record Claimed(String claim, String repository) implements Address {
    @Override
    public String locate(String path) {
      String rooted = "/" + path;
      return rooted.startsWith(claim)
          ? TargetPath.encode(claim + repository + "/" + rooted.substring(claim.length()))
          : TargetPath.encode("/repository/" + repository + rooted);
    }
  }
}
