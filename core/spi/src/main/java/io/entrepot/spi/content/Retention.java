package io.entrepot.spi.content;

/**
 * How long an asset stays when nothing needs it: no asset refers to it, and none of those is there
 * that it was said to be {@link AssetWrite#neededBy needed by}. Whatever it says, the engine takes
 * away nothing that something needs, and nothing that lately was set, read on its own, or needed.
 */
public enum Retention {
  /** Until somebody deletes it. */
  KEPT,
  /** For a short while, in which somebody who has just sent or seen it may come to need it. */
  WHILE_NEEDED,
  /** As long as the repository says: {@code Repository.unneededRetention()}. */
  BY_POLICY
}
