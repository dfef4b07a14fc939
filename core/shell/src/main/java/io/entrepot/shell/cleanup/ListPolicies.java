package io.entrepot.shell.cleanup;

import io.entrepot.engine.admin.CleanupAdmin;
import io.entrepot.engine.admin.CleanupPolicy;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code cleanup:list}. */
@Service
@Command(
    scope = "cleanup",
    name = "list",
    description = "Lists the cleanup policies and the repositories that have them")
public final class ListPolicies extends EngineCommand {

  private static final String[] COLUMNS = {"Name", "Format", "Removes", "Repositories"};

  @Reference CleanupAdmin cleanup;

  @Override
  protected void run(Console console) throws IOException {
    List<String[]> rows = new ArrayList<>();
    for (CleanupPolicy policy : cleanup.policies()) {
      rows.add(
          new String[] {
            policy.name(),
            policy.format(),
            words(policy),
            String.join(" ", cleanup.users(policy.name()))
          });
    }
    console.table(COLUMNS, rows);
  }

  private static String words(CleanupPolicy policy) {
    List<String> words = new ArrayList<>();
    policy.lastBlobUpdated().ifPresent(days -> words.add("not updated for " + days + " days"));
    policy.lastDownloaded().ifPresent(days -> words.add("not downloaded for " + days + " days"));
    policy.releases().ifPresent(type -> words.add(type.name().toLowerCase(Locale.ROOT)));
    policy.assetRegex().ifPresent(regex -> words.add("a path matches " + regex));
    policy
        .retain()
        .ifPresent(
            most ->
                words.add(
                    "all but the "
                        + most
                        + " newest by "
                        + policy.sortBy().name().toLowerCase(Locale.ROOT)));
    return String.join(", ", words);
  }
}
