package io.entrepot.engine.content;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.Retention;
import io.entrepot.testkit.ContentStoreRetentionContract;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Rule;

public class RepositoryContentRetentionContractTest extends ContentStoreRetentionContract {

  @Rule public final ContentFixture fixture = new ContentFixture(clock);

  @Override
  protected ContentStore store(String repository) {
    return fixture.content(repository);
  }

  @Override
  protected Set<AssetPath> unneeded() throws IOException {
    Set<AssetPath> paths = new HashSet<>();
    for (Retention retention : List.of(Retention.WHILE_NEEDED, Retention.BY_POLICY)) {
      fixture
          .contents()
          .garbage()
          .unneeded("files", retention, clock.instant(), Optional.empty(), 100)
          .forEach(one -> paths.add(one.asset().path()));
    }
    return paths;
  }
}
