package io.entrepot.engine.repository;

import io.entrepot.engine.admin.BlobStoreAdmin;
import io.entrepot.engine.admin.BlobStoreLimits;
import io.entrepot.engine.admin.BlobStoreView;
import io.entrepot.engine.admin.RefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Two stores that stay as they are. */
final class FakeBlobStores implements BlobStoreAdmin {

  @Override
  public List<BlobStoreView> list() {
    return List.of(view(DEFAULT), view("fast"));
  }

  @Override
  public Optional<BlobStoreView> find(String name) {
    return list().stream().filter(store -> store.name().equals(name)).findFirst();
  }

  @Override
  public BlobStoreView create(String name, String path, BlobStoreLimits limits)
      throws RefusedException {
    throw fixed();
  }

  @Override
  public BlobStoreView update(String name, String path, BlobStoreLimits limits)
      throws RefusedException {
    throw fixed();
  }

  @Override
  public void delete(String name) throws RefusedException {
    throw fixed();
  }

  private static RefusedException fixed() {
    return new RefusedException(RefusedException.Kind.FORBIDDEN, "", "these stores stay");
  }

  private static BlobStoreView view(String name) {
    return new BlobStoreView(
        name, Path.of("/blobs/" + name), 0, 0, 1000, BlobStoreLimits.NONE, Optional.empty());
  }
}
