package io.entrepot.shell.format;

import io.entrepot.engine.admin.FormatView;
import io.entrepot.engine.admin.RepositoryAdmin;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import io.entrepot.spi.format.RepositoryType;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code format:list}. */
@Service
@Command(
    scope = "format",
    name = "list",
    description = "Lists the formats that are installed, and those that repositories miss")
public final class ListFormats extends EngineCommand {

  private static final String[] COLUMNS = {
    "Name", "Label", "State", "Types", "Repositories", "Bundle"
  };

  @Reference RepositoryAdmin repositories;

  @Override
  protected void run(Console console) {
    console.table(COLUMNS, repositories.formats().stream().map(ListFormats::row).toList());
  }

  private static String[] row(FormatView format) {
    String types =
        format.descriptor().stream()
            .flatMap(descriptor -> descriptor.types().stream().sorted())
            .map(RepositoryType::label)
            .collect(Collectors.joining(", "));
    return new String[] {
      format.name(),
      format.descriptor().map(descriptor -> descriptor.label()).orElse(""),
      format.descriptor().isPresent() ? "installed" : "missing",
      types,
      Integer.toString(format.repositories()),
      format.bundle()
    };
  }
}
