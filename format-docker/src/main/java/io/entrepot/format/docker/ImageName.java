package io.entrepot.format.docker;

import java.util.regex.Pattern;

/**
 * The name of an image within its repository (OCI distribution-spec §Pulling manifests).
 *
 * @param value components joined by slashes, at most 255 characters
 */
record ImageName(String value) {

  private static final int LONGEST = 255;
  private static final String COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*+";
  private static final Pattern FORM = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")*+");

  ImageName {
    if (!wellFormed(value)) {
      throw new IllegalArgumentException("'" + Shown.of(value) + "' is not an image name");
    }
  }

  /** Whether a text follows the grammar. */
  static boolean wellFormed(String text) {
    return text.length() <= LONGEST && FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
