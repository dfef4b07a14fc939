package io.entrepot.shell.repository;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RepositoryMoves;
import io.entrepot.shell.console.ByteSize;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import java.io.IOException;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code repository:move}. */
@Service
@Command(
    scope = "repository",
    name = "move",
    description =
        "Moves a repository to another blob store while it serves; goes on where it broke off")
public final class MoveRepository extends EngineCommand {

  private static final long STEP = 1_000;

  @Reference RepositoryMoves moves;

  @Argument(index = 0, name = "name", description = "The repository", required = true)
  @Completion(RepositoryNames.class)
  String name;

  @Argument(index = 1, name = "store", description = "The blob store", required = true)
  @Completion(BlobStoreNames.class)
  String store;

  @Override
  protected void run(Console console) throws RefusedException, IOException, CommandException {
    RepositoryMoves.Result result =
        moves.move(
            name,
            store,
            (done, total) -> {
              if (done > 0 && done % STEP == 0) {
                console.println("%d of %d assets".formatted(done, total));
              }
            });
    console.println(
        "Moved repository '%s' to blob store '%s': %d assets, %d blobs copied, %s"
            .formatted(name, store, result.assets(), result.blobs(), ByteSize.of(result.bytes())));
    result.left().forEach(console::println);
    if (!result.left().isEmpty()) {
      throw failure("Blobs that cannot be read were not moved; see above");
    }
  }
}
