package io.entrepot.spi.page;

/**
 * Where a page begins: behind the item of that key. Keys are the items' own (a name, a path, a
 * record's key), so a cursor can be made from what a client sent.
 *
 * @param after the key behind which to begin; empty for the beginning
 */
public record Cursor(String after) {

  /** The beginning. */
  public static final Cursor START = new Cursor("");

  /** Behind that key. */
  public static Cursor after(String key) {
    return new Cursor(key);
  }

  /** Whether this is the beginning. */
  public boolean atStart() {
    return after.isEmpty();
  }
}
