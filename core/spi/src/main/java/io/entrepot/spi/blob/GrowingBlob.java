package io.entrepot.spi.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Bytes that are still coming in and can be read meanwhile, by any number of threads. The last of
 * them are held back until it is certain that all are right: nobody takes what is broken for whole.
 */
@ProviderType
public interface GrowingBlob {

  /** How many there will be; empty if that is not known. */
  OptionalLong length();

  /**
   * Copies bytes that are there, without waiting.
   *
   * @param position of the first, from 0
   * @return how many; 0 if there is nothing yet, or no room in the buffer; -1 behind the last byte,
   *     once that is known
   * @throws IOException if they broke off, or turned out to be wrong
   */
  int read(long position, ByteBuffer into) throws IOException;

  /**
   * Calls back once, when {@link #read} at that position has something else to say than 0: at once,
   * if it has by now. The callback must not block.
   */
  void whenReadable(long position, Runnable callback);
}
