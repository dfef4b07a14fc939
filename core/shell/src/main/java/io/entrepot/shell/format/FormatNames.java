package io.entrepot.shell.format;

import io.entrepot.engine.admin.FormatView;
import io.entrepot.engine.admin.RepositoryAdmin;
import io.entrepot.shell.console.Names;
import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Completes the names of installed formats. */
@Service
public final class FormatNames extends Names {

  @Reference RepositoryAdmin repositories;

  @Override
  protected Collection<String> names() {
    return repositories.formats().stream()
        .filter(format -> format.descriptor().isPresent())
        .map(FormatView::name)
        .toList();
  }
}
