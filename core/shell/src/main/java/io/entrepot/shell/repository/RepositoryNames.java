package io.entrepot.shell.repository;

import io.entrepot.engine.admin.RepositoryAdmin;
import io.entrepot.shell.console.Names;
import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Completes the names of repositories. */
@Service
public final class RepositoryNames extends Names {

  @Reference RepositoryAdmin repositories;

  @Override
  protected Collection<String> names() {
    return repositories.list().stream().map(view -> view.definition().name()).toList();
  }
}
