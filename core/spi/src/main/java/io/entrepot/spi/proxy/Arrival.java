package io.entrepot.spi.proxy;

import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.http.Headers;
import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What upstream sent: all of it, as long as it was said to be and with the digest that was wanted.
 * Nobody's yet: the format says what is to be kept.
 */
@ProviderType
public interface Arrival {

  /** The bytes. */
  Staged content();

  /** The fields of upstream's answer that may be passed on. */
  Headers headers();

  /** The media type that upstream names; {@code application/octet-stream} if it names none. */
  String contentType();

  /**
   * The bytes, in memory: for what was wanted {@link Wanted#whole whole}.
   *
   * @throws IOException if there are more than that was limited to, or they cannot be read
   */
  byte[] bytes() throws IOException;
}
