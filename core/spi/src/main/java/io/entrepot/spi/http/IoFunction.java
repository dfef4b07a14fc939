package io.entrepot.spi.http;

import java.io.IOException;

/** A function that may fail with an {@link IOException}. */
@FunctionalInterface
public interface IoFunction<T, R> {

  /** Applies it. */
  R apply(T value) throws IOException;
}
