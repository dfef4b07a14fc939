package io.entrepot.shell.user;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.UserAdmin;
import io.entrepot.engine.admin.UserAdmin.Status;
import io.entrepot.engine.admin.UserAdmin.User;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import io.entrepot.shell.console.LaterOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code user:create}. */
@Service
@Command(
    scope = "user",
    name = "create",
    description = "Adds a user; asks for the password, if somebody is there")
public final class CreateUser extends EngineCommand {

  @Reference UserAdmin users;

  @Option(name = "--role", description = "The id of a role", multiValued = true)
  @Completion(RoleNames.class)
  List<String> roles = new ArrayList<>();

  @Option(name = "--first-name", description = "First name")
  String firstName = "";

  @Option(name = "--last-name", description = "Last name")
  String lastName = "";

  @Option(name = "--email", description = "Address for mail")
  String email = "";

  @Option(
      name = "--password-stdin",
      description = "The password is the first line of standard input")
  boolean passwordStdin;

  @Option(
      name = "--password-file",
      description = "The password is the first line of this file on the server")
  String passwordFile;

  @Argument(index = 0, name = "id", description = "The name to sign in with", required = true)
  String id;

  @Argument(index = 1, name = "options", description = "Options, again", multiValued = true)
  List<String> later;

  @Override
  protected void run(Console console) throws RefusedException, IOException, CommandException {
    new LaterOptions()
        .value("--role", roles::add)
        .value("--first-name", value -> firstName = value)
        .value("--last-name", value -> lastName = value)
        .value("--email", value -> email = value)
        .flag("--password-stdin", () -> passwordStdin = true)
        .value("--password-file", value -> passwordFile = value)
        .read(later);
    if (users.user(id).isPresent()) {
      throw failure("id: there is a user '" + id + "' already");
    }
    String password =
        new NewPassword(passwordStdin, Optional.ofNullable(passwordFile)).read(console);
    users.create(
        new User(id, firstName, lastName, email, Status.ACTIVE, Set.copyOf(roles)), password);
    console.println("Created user '%s'".formatted(id));
  }
}
