package io.entrepot.spi.blob;

import java.util.regex.Pattern;

/**
 * A blob's name within its store: opaque, unique for each upload, never derived from what a client
 * sent except a verified digest.
 *
 * @param value 1 to 200 characters out of {@code a-z 0-9 . _ -}, not beginning with a dot
 */
public record BlobId(String value) {

  private static final Pattern FORM = Pattern.compile("[a-z0-9_-][a-z0-9._-]{0,199}");

  public BlobId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a blob id: '" + value + "'");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
