package io.entrepot.shell.storage;

import io.entrepot.engine.admin.BackupAdmin;
import io.entrepot.engine.admin.BackupRequest;
import io.entrepot.engine.admin.BackupResult;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import io.entrepot.shell.console.LaterOptions;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code storage:backup}. */
@Service
@Command(
    scope = "storage",
    name = "backup",
    description =
        "Backs up the database, the blobs that the target has not yet, settings and keys; fails if"
            + " blobs are missing or damaged, of which the backup is without")
public final class BackUpStorage extends EngineCommand {

  @Reference BackupAdmin backups;

  @Option(name = "--keep", description = "How many backups are kept; 7 if not given")
  int keep = BackupRequest.KEEP;

  @Option(name = "--without-blobs", description = "Leaves the blobs out")
  boolean withoutBlobs;

  @Argument(
      index = 0,
      name = "target",
      description = "The folder for the backups: an absolute path on the server",
      required = true)
  String target;

  @Argument(index = 1, name = "options", description = "Options, again", multiValued = true)
  List<String> later;

  @Override
  protected void run(Console console) throws RefusedException, IOException, CommandException {
    BackupRequest request;
    try {
      new LaterOptions()
          .value("--keep", value -> keep = Integer.parseInt(value))
          .flag("--without-blobs", () -> withoutBlobs = true)
          .read(later);
      request = new BackupRequest(Path.of(target), keep, !withoutBlobs);
    } catch (NumberFormatException e) {
      throw failure("--keep is no whole number: " + e.getMessage());
    } catch (InvalidPathException e) {
      throw failure("'" + target + "' is no path: " + e.getReason());
    } catch (IllegalArgumentException e) {
      throw failure(e.getMessage());
    }
    BackupResult result = backups.backup(request, console::println);
    if (result.unreadable() > 0) {
      throw failure(result.text());
    }
    console.println(result.text());
  }
}
