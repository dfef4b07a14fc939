package io.entrepot.shell.user;

import io.entrepot.engine.admin.UserAdmin;
import io.entrepot.shell.console.Names;
import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Completes the names of users. */
@Service
public final class UserNames extends Names {

  @Reference UserAdmin users;

  @Override
  protected Collection<String> names() {
    return users.users().stream().map(UserAdmin.User::id).toList();
  }
}
