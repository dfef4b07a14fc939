package io.entrepot.shell.cleanup;

import io.entrepot.engine.admin.CleanupAdmin;
import io.entrepot.engine.admin.CleanupPreview;
import io.entrepot.engine.admin.CleanupPreview.Candidate;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import io.entrepot.shell.repository.RepositoryNames;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code cleanup:preview}. */
@Service
@Command(
    scope = "cleanup",
    name = "preview",
    description = "Lists what a cleanup of a repository would remove now, and why; removes nothing")
public final class PreviewCleanup extends EngineCommand {

  private static final String[] COLUMNS = {
    "Group", "Name", "Version", "Policy", "Why", "Updated", "Downloaded"
  };
  private static final int MOST = 100;

  @Reference CleanupAdmin cleanup;

  @Argument(index = 0, name = "repository", description = "The repository", required = true)
  @Completion(RepositoryNames.class)
  String repository;

  @Argument(
      index = 1,
      name = "policies",
      description = "By these policies; the repository's own if there are none",
      multiValued = true)
  @Completion(PolicyNames.class)
  List<String> policies = new ArrayList<>();

  @Override
  protected void run(Console console) throws RefusedException, IOException {
    CleanupPreview preview = cleanup.preview(repository, policies, MOST);
    if (preview.matching() > 0) {
      console.table(COLUMNS, preview.first().stream().map(PreviewCleanup::row).toList());
    }
    long more = preview.matching() - preview.first().size();
    if (more > 0) {
      console.println("… and " + more + " more");
    }
    console.println(
        "%d of %d components would be removed".formatted(preview.matching(), preview.considered()));
  }

  private static String[] row(Candidate candidate) {
    return new String[] {
      candidate.component().group(),
      candidate.component().name(),
      candidate.component().version(),
      candidate.policy(),
      String.join(", ", candidate.reasons()),
      LocalDate.ofInstant(candidate.updated(), ZoneOffset.UTC).toString(),
      candidate
          .downloaded()
          .map(moment -> LocalDate.ofInstant(moment, ZoneOffset.UTC).toString())
          .orElse("")
    };
  }
}
