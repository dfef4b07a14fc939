package io.entrepot.shell.repository;

import io.entrepot.engine.admin.RemovedRepositoryAdmin;
import io.entrepot.engine.admin.RemovedRepositoryView;
import io.entrepot.shell.console.ByteSize;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import java.io.IOException;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code repository:removed}. */
@Service
@Command(
    scope = "repository",
    name = "removed",
    description = "Lists the repositories that were deleted and can still be restored")
public final class ListRemovedRepositories extends EngineCommand {

  private static final String[] COLUMNS = {
    "Id", "Name", "Format", "Type", "Size", "Removed", "Restorable until"
  };

  @Reference RemovedRepositoryAdmin removed;

  @Override
  protected void run(Console console) throws IOException {
    console.table(COLUMNS, removed.list().stream().map(ListRemovedRepositories::row).toList());
    console.println(
        removed.window().isZero()
            ? "A deleted repository cannot be restored (ENTREPOT_REPOSITORY_UNDO_DAYS is 0)"
            : "A deleted repository can be restored for %d days"
                .formatted(removed.window().toDays()));
  }

  private static String[] row(RemovedRepositoryView view) {
    return new String[] {
      Long.toString(view.id()),
      view.definition().name(),
      view.definition().recipe().format(),
      view.definition().recipe().type().label(),
      ByteSize.of(view.size()),
      view.removed().toString(),
      view.until().toString()
    };
  }
}
