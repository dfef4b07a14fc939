package io.entrepot.shell.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.karaf.shell.support.CommandException;

/**
 * Options that were typed after the arguments. The shell reads options only before them, and hands
 * on the rest as further arguments; people write them where they like.
 */
public final class LaterOptions {

  private final Map<String, Consumer<String>> values = new LinkedHashMap<>();
  private final Map<String, Runnable> flags = new LinkedHashMap<>();

  /** An option with a value: {@code --name value} or {@code --name=value}. */
  public LaterOptions value(String name, Consumer<String> set) {
    values.put(name, set);
    return this;
  }

  /** An option without a value. */
  public LaterOptions flag(String name, Runnable set) {
    flags.put(name, set);
    return this;
  }

  /**
   * Takes them up.
   *
   * @param words those after the last argument; null if there are none, as the shell has it
   * @throws CommandException naming the word that is none of the options, or the option whose value
   *     is missing
   */
  public void read(List<String> words) throws CommandException {
    if (words == null) {
      return;
    }
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (equals < 0 && flags.containsKey(name)) {
        flags.get(name).run();
        continue;
      }
      Consumer<String> set = values.get(name);
      if (set == null) {
        throw EngineCommand.failure(
            word.startsWith("-")
                ? "'" + word + "' is no option of this command: see --help"
                : "'" + word + "' is one argument too many: see --help");
      }
      if (equals < 0 && i + 1 == words.size()) {
        throw EngineCommand.failure(name + " needs a value");
      }
      set.accept(equals < 0 ? words.get(++i) : word.substring(equals + 1));
    }
  }
}
