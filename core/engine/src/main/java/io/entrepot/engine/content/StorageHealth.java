package io.entrepot.engine.content;

import io.entrepot.engine.admin.BlobStoreView;
import io.entrepot.engine.admin.Health;
import io.entrepot.engine.blob.BlobStores;
import io.entrepot.engine.database.Database;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tries to write to the database and to every blob store. */
@Component(service = Health.class)
public final class StorageHealth implements Health {

  private final Database database;
  private final BlobStores stores;

  @Activate
  public StorageHealth(@Reference Database database, @Reference BlobStores stores) {
    this.database = database;
    this.stores = stores;
  }

  @Override
  public List<Check> writable() {
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("database", database.problem()));
    for (BlobStoreView store : stores.list()) {
      checks.add(new Check("blob store '" + store.name() + "'", stores.problem(store.name())));
    }
    return checks;
  }
}
