package io.entrepot.engine.verify;

/**
 * A finding, and what was done about it.
 *
 * @param action what
 */
public record Outcome(Finding finding, Action action) {

  /** What can be done about a finding. */
  public enum Action {
    /** Nothing: it was not asked for. */
    TOLD("", false),
    /** Nothing can be done here, or it is not time yet. */
    LEFT("left as it is", false),
    /** The bytes were there elsewhere and are in place again. */
    HEALED("healed from another file", true),
    /** The file is out of the way: the bytes come back with the next push of them. */
    SET_ASIDE("moved to the folder 'damaged', waiting for the bytes to be pushed again", false),
    /** The file is gone. */
    REMOVED("removed", true),
    /** The database says now what is. */
    CORRECTED("corrected", true);

    private final String text;
    private final boolean right;

    Action(String text, boolean right) {
      this.text = text;
      this.right = right;
    }

    /** Whether all is well after it. */
    boolean right() {
      return right;
    }
  }

  /** For people. */
  public String text() {
    return action == Action.TOLD ? finding.text() : finding.text() + ": " + action.text;
  }
}
