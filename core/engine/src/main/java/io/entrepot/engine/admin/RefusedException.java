package io.entrepot.engine.admin;

/** A change was refused; nothing was changed. */
public final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** A value is wrong. */
    INVALID,
    /** Something else has the name, or the port. */
    CONFLICT,
    /** There is no such thing. */
    NOT_FOUND,
    /** It may not be changed. */
    FORBIDDEN
  }

  private final Kind kind;
  private final String field;

  /**
   * A refusal.
   *
   * @param field the path of the field that is wrong: {@code connector.httpsPort}; empty if it is
   *     none
   * @param message a sentence that names the value
   */
  public RefusedException(Kind kind, String field, String message) {
    super(message);
    this.kind = kind;
    this.field = field;
  }

  /** Why. */
  public Kind kind() {
    return kind;
  }

  /** The path of the field that is wrong; empty if it is none. */
  public String field() {
    return field;
  }
}
