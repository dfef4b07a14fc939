package io.entrepot.spi.content;

import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The rows of one kind in one repository, in the binary order of their keys (UTF-8). */
@ProviderType
public interface Records {

  /** The record of that key. */
  Optional<FormatRecord> find(String key) throws IOException;

  /**
   * Records whose key begins with a prefix.
   *
   * @param from a cursor made of a key
   * @param limit at most so many, 1 to 10,000
   */
  Page<FormatRecord> list(String prefix, Cursor from, int limit) throws IOException;
}
