package io.entrepot.spi.http;

import java.io.IOException;

/** A consumer that may fail with an {@link IOException}. */
@FunctionalInterface
public interface IoConsumer<T> {

  /** Consumes it. */
  void accept(T value) throws IOException;
}
