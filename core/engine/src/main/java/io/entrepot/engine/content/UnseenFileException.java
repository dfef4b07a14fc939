package io.entrepot.engine.content;

import io.entrepot.spi.blob.BlobId;
import java.io.IOException;

/** A commit met a blob whose file nobody has looked at: to be looked at, and committed again. */
final class UnseenFileException extends IOException {

  private static final long serialVersionUID = 1L;

  UnseenFileException(BlobId id) {
    super("the file of blob " + id + " was not looked at");
  }
}
