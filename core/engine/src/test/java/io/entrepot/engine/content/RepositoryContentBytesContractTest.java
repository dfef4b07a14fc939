package io.entrepot.engine.content;

import io.entrepot.spi.content.ContentStore;
import io.entrepot.testkit.ContentStoreBytesContract;
import org.junit.Rule;

public class RepositoryContentBytesContractTest extends ContentStoreBytesContract {

  @Rule public final ContentFixture fixture = new ContentFixture(clock);

  @Override
  protected ContentStore store(String repository) {
    return fixture.content(repository);
  }
}
