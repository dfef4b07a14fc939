package io.entrepot.shell.console;

import io.entrepot.engine.admin.RefusedException;
import java.io.IOException;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;

/**
 * A command that asks the engine for something. It prints what came of it, since nothing prints
 * what a command returns when commands come from a script; what the engine refuses becomes one line
 * and, in a script, an exit code other than 0.
 */
public abstract class EngineCommand implements Action {

  @Reference private Session session;

  /** For the container, which sets the session. */
  protected EngineCommand() {}

  /** Does it. */
  protected abstract void run(Console console)
      throws RefusedException, IOException, CommandException;

  @Override
  public final Object execute() throws CommandException {
    return execute(session);
  }

  /** Does it in that session. */
  public final Object execute(Session in) throws CommandException {
    try {
      run(new Console(in));
    } catch (RefusedException e) {
      throw failure(line(e));
    } catch (IOException e) {
      throw failure(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }
    return null;
  }

  /** An end that is told in one line. */
  public static CommandException failure(String message) {
    String plain = Console.plain(message);
    return new CommandException(plain, plain);
  }

  // The engine's sentence names the value; most, not all of them, the field too.
  private static String line(RefusedException refused) {
    String message = refused.getMessage();
    return refused.field().isEmpty() || message.startsWith(refused.field() + ":")
        ? message
        : refused.field() + ": " + message;
  }
}
