package io.entrepot.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ContentStore;
import java.io.IOException;
import org.junit.Before;

/** What the suites of content stores have in common. */
abstract class ContentStoreSuite {

  /** The time of the store; moved by the tests. */
  protected final TestClock clock = new TestClock();

  ContentStore store;

  /**
   * The content of a repository of that name, empty at first. All those of one test share a blob
   * store.
   */
  protected abstract ContentStore store(String repository) throws Exception;

  /** Opens the store. */
  @Before
  public final void open() throws Exception {
    store = store("files");
  }

  final Asset put(String at, String text) throws IOException {
    return TestBytes.put(store, at, text);
  }

  final Staged staged(String text) throws IOException {
    return TestBytes.staged(store, text);
  }

  final String text(Asset asset) throws IOException {
    return new String(store.read(asset.blob(), 1000), UTF_8);
  }

  static AssetWrite write(String at) {
    return AssetWrite.of(path(at), "text/plain");
  }

  static AssetPath path(String text) {
    return AssetPath.of(text);
  }
}
