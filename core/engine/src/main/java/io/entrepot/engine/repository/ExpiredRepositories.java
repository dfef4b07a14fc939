package io.entrepot.engine.repository;

import io.entrepot.engine.Environment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Removed repositories whose time to be restored is over. */
@Component(service = ExpiredRepositories.class)
public final class ExpiredRepositories {

  private final DefinitionStore store;
  private final Duration window;

  /** Those of the server. */
  @Activate
  public ExpiredRepositories(@Reference DefinitionStore store, @Reference Environment environment) {
    this.store = store;
    this.window = environment.undoWindow();
  }

  /**
   * Gives up all whose time is over by then: what they hold is dropped.
   *
   * @return their names
   */
  public List<String> expire(Instant now) throws IOException {
    List<String> names = new ArrayList<>();
    for (RemovedRepository removed : store.removed()) {
      if (!removed.removed().plus(window).isAfter(now) && store.forget(removed.id())) {
        names.add(removed.definition().name());
      }
    }
    return names;
  }
}
