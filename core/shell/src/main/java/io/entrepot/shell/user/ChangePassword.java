package io.entrepot.shell.user;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.UserAdmin;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import io.entrepot.shell.console.LaterOptions;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code user:password}. */
@Service
@Command(
    scope = "user",
    name = "password",
    description = "Sets a user's password; asks for it, if somebody is there")
public final class ChangePassword extends EngineCommand {

  @Reference UserAdmin users;

  @Option(
      name = "--password-stdin",
      description = "The password is the first line of standard input")
  boolean passwordStdin;

  @Option(
      name = "--password-file",
      description = "The password is the first line of this file on the server")
  String passwordFile;

  @Argument(index = 0, name = "id", description = "The user", required = true)
  @Completion(UserNames.class)
  String id;

  @Argument(index = 1, name = "options", description = "Options, again", multiValued = true)
  List<String> later;

  @Override
  protected void run(Console console) throws RefusedException, IOException, CommandException {
    new LaterOptions()
        .flag("--password-stdin", () -> passwordStdin = true)
        .value("--password-file", value -> passwordFile = value)
        .read(later);
    if (users.user(id).isEmpty()) {
      throw failure("id: there is no user '" + id + "'");
    }
    users.password(
        id, new NewPassword(passwordStdin, Optional.ofNullable(passwordFile)).read(console));
    console.println("Changed the password of user '%s'".formatted(id));
  }
}
