package io.entrepot.spi.blob;

import java.io.IOException;

/** There is no room left for what was to be written; nothing of it stays. HTTP's 507. */
public final class StorageFullException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * A refusal for want of room.
   *
   * @param message what is full, with its name
   */
  public StorageFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
