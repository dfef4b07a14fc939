package io.entrepot.shell.user;

import io.entrepot.engine.admin.UserAdmin;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import java.util.Locale;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code user:list}. */
@Service
@Command(scope = "user", name = "list", description = "Lists the users")
public final class ListUsers extends EngineCommand {

  private static final String[] COLUMNS = {"Id", "Name", "Email", "Status", "Roles"};

  @Reference UserAdmin users;

  @Override
  protected void run(Console console) {
    console.table(COLUMNS, users.users().stream().map(ListUsers::row).toList());
  }

  private static String[] row(UserAdmin.User user) {
    return new String[] {
      user.id(),
      (user.firstName() + " " + user.lastName()).strip(),
      user.email(),
      user.status().name().toLowerCase(Locale.ROOT),
      String.join(", ", new TreeSet<>(user.roles()))
    };
  }
}
