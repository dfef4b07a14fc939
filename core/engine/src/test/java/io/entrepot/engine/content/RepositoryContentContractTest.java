package io.entrepot.engine.content;

import io.entrepot.spi.content.ContentStore;
import io.entrepot.testkit.ContentStoreContract;
import org.junit.Rule;

public class RepositoryContentContractTest extends ContentStoreContract {

  @Rule public final ContentFixture fixture = new ContentFixture(clock);

  @Override
  protected ContentStore store(String repository) {
    return fixture.content(repository);
  }
}
