package io.entrepot.shell.repository;

import io.entrepot.engine.admin.RepositoryAdmin;
import io.entrepot.shell.console.Names;
import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Completes the paths of settings that installed formats have. */
@Service
public final class SettingPaths extends Names {

  @Reference RepositoryAdmin repositories;

  @Override
  protected Collection<String> names() {
    return repositories.formats().stream()
        .flatMap(format -> format.descriptor().stream())
        .flatMap(descriptor -> SettingsDocument.paths(descriptor).stream())
        .distinct()
        .toList();
  }
}
