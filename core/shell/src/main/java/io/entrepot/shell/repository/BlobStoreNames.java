package io.entrepot.shell.repository;

import io.entrepot.engine.admin.BlobStoreAdmin;
import io.entrepot.engine.admin.BlobStoreView;
import io.entrepot.shell.console.Names;
import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Completes the names of blob stores. */
@Service
public final class BlobStoreNames extends Names {

  @Reference BlobStoreAdmin blobStores;

  @Override
  protected Collection<String> names() {
    return blobStores.list().stream().map(BlobStoreView::name).toList();
  }
}
