package io.entrepot.spi.content;

import io.entrepot.spi.blob.Digest;
import java.io.IOException;

/**
 * A change was refused because the bytes that it names are not there, or no longer. Nothing was
 * changed.
 */
public final class MissingBlobException extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient Digest digest;

  /**
   * @param digest the SHA-256 of the bytes
   */
  public MissingBlobException(Digest digest) {
    super("there is no content " + digest);
    this.digest = digest;
  }

  /** The SHA-256 of what is not there. */
  public Digest digest() {
    return digest;
  }
}
