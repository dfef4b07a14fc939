package io.entrepot.engine.upstream;

/**
 * What the connections of an upstream may reach. Connections are pooled by it, so none is used for
 * what it was not checked for; each is equal to itself alone.
 */
final class Reach {

  private final boolean own;

  /**
   * A reach.
   *
   * @param own whether to the host of the configured URL, which may be in a private network
   */
  Reach(boolean own) {
    this.own = own;
  }

  boolean own() {
    return own;
  }
}
