package io.entrepot.engine.content;

import io.entrepot.spi.content.StoredBlob;
import java.io.IOException;

/** A blob's file has not the bytes that were stored. Pushing them again puts it right. */
public final class DamagedBlobException extends IOException {

  private static final long serialVersionUID = 1L;

  DamagedBlobException(StoredBlob blob, String how) {
    super("blob " + blob.id() + " of store '" + blob.store() + "' is damaged: " + how);
  }
}
