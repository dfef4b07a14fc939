package io.entrepot.engine.database;

import java.io.IOException;
import org.jdbi.v3.core.Handle;

/**
 * Something done with the database. It must not keep the handle, nor call the database again by
 * another way.
 *
 * @param <T> what comes of it
 */
@FunctionalInterface
public interface Work<T> {

  /** Does it. */
  T with(Handle handle) throws IOException;
}
