package io.entrepot.bench;

/**
 * What a ratio, ours by the peer's, has to be.
 *
 * @param ratio the bound
 * @param most whether it is an upper bound: of times, less is better
 */
record Gate(double ratio, boolean most) {

  static Gate atLeast(double ratio) {
    return new Gate(ratio, false);
  }

  static Gate atMost(double ratio) {
    return new Gate(ratio, true);
  }

  boolean passes(double measured) {
    return most ? measured <= ratio : measured >= ratio;
  }

  /** The better of two figures. */
  double better(double one, double other) {
    return most ? Math.min(one, other) : Math.max(one, other);
  }

  @Override
  public String toString() {
    return (most ? "≤ " : "≥ ") + Texts.figure(ratio) + " ×";
  }
}
