package io.entrepot.engine.cleanup;

import io.entrepot.engine.admin.CleanupPreview.Candidate;
import io.entrepot.engine.content.ComponentUse;
import io.entrepot.engine.content.ComponentUses;
import io.entrepot.engine.content.Downloads;
import io.entrepot.engine.content.RepositoryContents;
import io.entrepot.engine.task.TaskRun;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.http.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Removes from one repository what is found, some at a time, as its format removes it. */
final class Sweep implements Candidates.Listener {

  private static final int BATCH = 100;

  private final String repository;
  private final RepositoryContents contents;
  private final Downloads downloads;
  private final ComponentUses uses;
  private final Repository format;
  private final TaskRun run;
  private final List<ComponentUse> waiting = new ArrayList<>();
  private long found;
  private long removed;

  Sweep(
      String repository,
      RepositoryContents contents,
      Downloads downloads,
      Repository format,
      TaskRun run) {
    this.repository = repository;
    this.contents = contents;
    this.downloads = downloads;
    this.uses = contents.uses();
    this.format = format;
    this.run = run;
  }

  @Override
  public void considered(long components) throws IOException {
    run.progress(
        "components of '%s' considered, %d of them removed".formatted(repository, removed),
        components,
        0);
  }

  @Override
  public void found(ComponentUse use, Candidate candidate) throws IOException {
    found++;
    waiting.add(use);
    if (waiting.size() == BATCH) {
      remove();
    }
  }

  /** Removes what is left and tells what came of all. */
  void end() throws IOException {
    remove();
    run.report(
        "'%s': %d components removed%s"
            .formatted(
                repository,
                removed,
                found == removed
                    ? ""
                    : ", " + (found - removed) + " stay: needed, or changed meanwhile"));
  }

  private void remove() throws IOException {
    List<ComponentUses.Removal> removals = new ArrayList<>();
    for (ComponentUse use : waiting) {
      Component component = use.component();
      List<Asset> assets = contents.assets(repository, component);
      try {
        removals.add(new ComponentUses.Removal(use, format.deletion(component, assets)));
      } catch (ProblemException e) {
        run.report(
            "'%s': %s %s stays: %s"
                .formatted(
                    repository, component.name(), component.version(), e.problem().message()));
      }
    }
    waiting.clear();
    if (removals.isEmpty()) {
      return;
    }
    // What was read since it was judged has another date then, and stays.
    downloads.write();
    ComponentUses.Removed came = uses.remove(repository, removals);
    removed += came.gone();
    for (Component needed : came.needed()) {
      run.report(
          "'%s': %s %s stays: something refers to it"
              .formatted(repository, needed.name(), needed.version()));
    }
  }
}
