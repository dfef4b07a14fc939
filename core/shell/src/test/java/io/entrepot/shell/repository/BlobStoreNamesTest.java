package io.entrepot.shell.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.admin.BlobStoreAdmin;
import io.entrepot.engine.admin.BlobStoreLimits;
import io.entrepot.engine.admin.BlobStoreView;
import io.entrepot.shell.console.FakeLine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.Test;

public final class BlobStoreNamesTest {

  private static final class TwoStores implements BlobStoreAdmin {
    @Override
    public List<BlobStoreView> list() {
      return Stream.of("big", "default")
          .map(
              name ->
                  new BlobStoreView(
                      name,
                      Path.of("/blobs", name),
                      0,
                      0,
                      0,
                      BlobStoreLimits.NONE,
                      Optional.empty()))
          .toList();
    }

    @Override
    public Optional<BlobStoreView> find(String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public BlobStoreView create(String name, String path, BlobStoreLimits limits) {
      throw new UnsupportedOperationException();
    }

    @Override
    public BlobStoreView update(String name, String path, BlobStoreLimits limits) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void delete(String name) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  public void shouldCompleteTheNamesOfBlobStores() {
    BlobStoreNames names = new BlobStoreNames();
    names.blobStores = new TwoStores();

    assertThat(FakeLine.complete(names, "")).containsExactly("big", "default");
    assertThat(FakeLine.complete(names, "d")).containsExactly("default");
  }
}
