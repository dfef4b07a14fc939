package io.entrepot.shell.user;

import io.entrepot.engine.admin.UserAdmin;
import io.entrepot.shell.console.Names;
import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Completes the ids of roles. */
@Service
public final class RoleNames extends Names {

  @Reference UserAdmin users;

  @Override
  protected Collection<String> names() {
    return users.roles().stream().map(UserAdmin.Role::id).toList();
  }
}
