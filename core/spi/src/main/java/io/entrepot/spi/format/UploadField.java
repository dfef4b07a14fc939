package io.entrepot.spi.format;

/**
 * A field of a form by which files are uploaded.
 *
 * @param name letters, digits and hyphens: {@code filename}
 * @param label a few words for a form
 * @param help a sentence for a form
 * @param optional whether it may be left out
 */
public record UploadField(String name, String label, String help, boolean optional) {

  public UploadField {
    if (!name.matches("[a-z][A-Za-z0-9-]*")) {
      throw new IllegalArgumentException("'" + name + "' is not a name for a field");
    }
  }
}
