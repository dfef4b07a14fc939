package io.entrepot.engine.upstream;

import java.io.IOException;

/** An address that must not be asked. */
final class ForbiddenAddressException extends IOException {

  private static final long serialVersionUID = 1L;

  ForbiddenAddressException(String message) {
    super(message);
  }
}
