package io.entrepot.engine.upstream;

/**
 * A setting of a proxy that is wrong. Its message names the setting, and its value if that is no
 * secret.
 */
public final class WrongSettingException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String field;

  WrongSettingException(String field, String problem) {
    super(field + ": " + problem);
    this.field = field;
  }

  /** The path of the setting. */
  public String field() {
    return field;
  }
}
