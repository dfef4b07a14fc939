package io.entrepot.shell.console;

import java.util.Collection;
import java.util.List;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes a word to one of the names that there are when the key is pressed. */
public abstract class Names implements Completer {

  /** For the container. */
  protected Names() {}

  /** The names of now. */
  protected abstract Collection<String> names();

  @Override
  public final int complete(Session session, CommandLine line, List<String> candidates) {
    return new StringsCompleter(names()).complete(session, line, candidates);
  }
}
