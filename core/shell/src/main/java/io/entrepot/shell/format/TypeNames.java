package io.entrepot.shell.format;

import io.entrepot.engine.admin.RepositoryAdmin;
import io.entrepot.shell.console.Names;
import io.entrepot.spi.format.RepositoryType;
import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Completes the types of repositories that some installed format has. */
@Service
public final class TypeNames extends Names {

  @Reference RepositoryAdmin repositories;

  @Override
  protected Collection<String> names() {
    return repositories.formats().stream()
        .flatMap(format -> format.descriptor().stream())
        .flatMap(descriptor -> descriptor.types().stream())
        .map(RepositoryType::label)
        .distinct()
        .toList();
  }
}
