package io.entrepot.format.docker;

/**
 * An image that a search has found.
 *
 * @param name as the client is to pull it
 * @param description a sentence; may be empty
 * @param stars how many people like it
 * @param official whether those who made what is in it made it
 */
record DockerHit(String name, String description, long stars, boolean official) {

  /** An image of which nothing else is known. */
  static DockerHit of(String name) {
    return new DockerHit(name, "", 0, false);
  }
}
