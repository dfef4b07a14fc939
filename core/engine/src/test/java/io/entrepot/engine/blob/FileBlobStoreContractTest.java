package io.entrepot.engine.blob;

import io.entrepot.spi.blob.BlobStore;
import io.entrepot.testkit.BlobStoreContract;
import java.io.IOException;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;

public class FileBlobStoreContractTest extends BlobStoreContract {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Override
  protected BlobStore store() throws IOException {
    return new FileBlobStore(folder.getRoot().toPath());
  }

  @Override
  protected BlobStore restarted(BlobStore running) throws IOException {
    running.close();
    return store();
  }
}
