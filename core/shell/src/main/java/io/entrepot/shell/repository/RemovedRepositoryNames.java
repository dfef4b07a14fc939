package io.entrepot.shell.repository;

import io.entrepot.engine.admin.RemovedRepositoryAdmin;
import io.entrepot.shell.console.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Completes the names of repositories that can be restored. */
@Service
public final class RemovedRepositoryNames extends Names {

  @Reference RemovedRepositoryAdmin removed;

  @Override
  protected Collection<String> names() {
    try {
      return removed.list().stream().map(view -> view.definition().name()).distinct().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
