package io.entrepot.engine.content;

import io.entrepot.engine.admin.BlobStoreView;
import io.entrepot.engine.admin.Health;
import io.entrepot.engine.blob.BlobStores;
import io.entrepot.engine.database.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Tries to write to the database and to every blob store. What came of it is good for a second:
 * anybody may ask, and each try costs a durable write.
 */
@Component(service = Health.class)
public final class StorageHealth implements Health {

  private static final long KEPT = TimeUnit.SECONDS.toNanos(1);

  private final Database database;
  private final BlobStores stores;
  private final LongSupplier nanoTime;
  private List<Check> checks = List.of();
  private long checked;

  @Activate
  public StorageHealth(@Reference Database database, @Reference BlobStores stores) {
    this(database, stores, System::nanoTime);
  }

  StorageHealth(Database database, BlobStores stores, LongSupplier nanoTime) {
    this.database = database;
    this.stores = stores;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized List<Check> writable() {
    long now = nanoTime.getAsLong();
    if (checks.isEmpty() || now - checked >= KEPT) {
      checks = List.copyOf(look());
      checked = now;
    }
    return checks;
  }

  private List<Check> look() {
    List<Check> found = new ArrayList<>();
    found.add(new Check("database", database.problem().or(stores::databaseProblem)));
    for (BlobStoreView store : stores.list()) {
      found.add(new Check("blob store '" + store.name() + "'", stores.problem(store.name())));
    }
    return found;
  }
}
