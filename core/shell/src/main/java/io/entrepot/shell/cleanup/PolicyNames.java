package io.entrepot.shell.cleanup;

import io.entrepot.engine.admin.CleanupAdmin;
import io.entrepot.engine.admin.CleanupPolicy;
import io.entrepot.shell.console.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Completes the names of cleanup policies. */
@Service
public final class PolicyNames extends Names {

  @Reference CleanupAdmin cleanup;

  @Override
  protected Collection<String> names() {
    try {
      return cleanup.policies().stream().map(CleanupPolicy::name).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
