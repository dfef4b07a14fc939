package io.entrepot.shell.repository;

import io.entrepot.engine.admin.RemovedRepositoryView;
import io.entrepot.shell.console.EngineCommand;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.karaf.shell.support.CommandException;

/** The repositories that can be restored, to find one among them. */
record RemovedOnes(List<RemovedRepositoryView> all) {

  /**
   * The one that a word means.
   *
   * @param word a name, or an id
   * @throws CommandException if it means none, or several
   */
  RemovedRepositoryView find(String word) throws CommandException {
    List<RemovedRepositoryView> found =
        all.stream().filter(view -> view.definition().name().equals(word)).toList();
    if (found.isEmpty()) {
      found = all.stream().filter(view -> Long.toString(view.id()).equals(word)).toList();
    }
    if (found.isEmpty()) {
      throw EngineCommand.failure("There is no deleted repository '" + word + "'");
    }
    if (found.size() > 1) {
      throw EngineCommand.failure(
          "Several deleted repositories had the name '%s': give an id, one of %s"
              .formatted(
                  word,
                  found.stream()
                      .map(view -> Long.toString(view.id()))
                      .collect(Collectors.joining(", "))));
    }
    return found.get(0);
  }
}
