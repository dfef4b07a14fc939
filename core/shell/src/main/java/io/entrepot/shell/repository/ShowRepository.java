package io.entrepot.shell.repository;

import io.entrepot.engine.admin.RepositoryAdmin;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.admin.RepositoryView;
import io.entrepot.engine.admin.Secret;
import io.entrepot.shell.console.ByteSize;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code repository:show}. */
@Service
@Command(
    scope = "repository",
    name = "show",
    description = "Shows a repository: how it is, where it is reached, all its settings")
public final class ShowRepository extends EngineCommand {

  private static final int LONGEST = 200;
  private static final String[] COLUMNS = {"Setting", "Value"};

  @Reference RepositoryAdmin repositories;

  @Argument(name = "name", description = "The repository", required = true)
  @Completion(RepositoryNames.class)
  String name;

  @Override
  protected void run(Console console) throws CommandException {
    RepositoryView repository =
        repositories.find(name).orElseThrow(() -> failure("There is no repository '" + name + "'"));
    print(console, repository);
  }

  static void print(Console console, RepositoryView repository) {
    RepositoryDefinition definition = repository.definition();
    List<String[]> rows = new ArrayList<>();
    add(rows, "name", definition.name());
    add(rows, "format", definition.recipe().format());
    add(rows, "type", definition.recipe().type().label());
    add(rows, "online", Boolean.toString(definition.online()));
    repository.problem().ifPresent(problem -> add(rows, "problem", problem));
    repository.addresses().forEach(address -> add(rows, "address", address));
    add(rows, "assets", Long.toString(repository.assets()));
    add(rows, "size", ByteSize.of(repository.size()));
    addAll(rows, "", definition.settings());
    console.table(COLUMNS, rows);
  }

  private static void addAll(List<String[]> rows, String prefix, Map<?, ?> group) {
    group.entrySet().stream()
        .sorted((a, b) -> a.getKey().toString().compareTo(b.getKey().toString()))
        .forEach(
            entry -> {
              String path = prefix + entry.getKey();
              if (Secret.is(entry.getValue())) {
                add(rows, path, "********");
              } else if (entry.getValue() instanceof Map<?, ?> inner) {
                addAll(rows, path + ".", inner);
              } else {
                add(rows, path, brief(String.valueOf(entry.getValue())));
              }
            });
  }

  /** Certificates have many lines. */
  private static String brief(String value) {
    return value.length() <= LONGEST ? value : value.lines().findFirst().orElse("") + " …";
  }

  private static void add(List<String[]> rows, String setting, String value) {
    rows.add(new String[] {setting, value});
  }
}
