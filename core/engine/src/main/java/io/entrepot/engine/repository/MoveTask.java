package io.entrepot.engine.repository;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RepositoryMoves;
import io.entrepot.engine.task.TaskProperties;
import io.entrepot.engine.task.TaskRun;
import io.entrepot.engine.task.TaskType;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Moves a repository to another blob store; called and set as Nexus Repository does. */
@Component(service = TaskType.class)
public final class MoveTask implements TaskType {

  static final String REPOSITORY = "repositoryName";
  static final String STORE = "moveTargetBlobstore";

  private final RepositoryMoves moves;

  /** Moves by that service. */
  @Activate
  public MoveTask(@Reference RepositoryMoves moves) {
    this.moves = moves;
  }

  @Override
  public String id() {
    return "repository.move";
  }

  @Override
  public String label() {
    return "Change repository blob store";
  }

  @Override
  public List<Field> fields() {
    return List.of(
        new Field(REPOSITORY, "The repository", "", true),
        new Field(STORE, "The blob store that it gets", "", true));
  }

  @Override
  public void check(TaskProperties properties) {
    required(properties, REPOSITORY);
    required(properties, STORE);
  }

  @Override
  public void run(TaskRun run) throws IOException {
    String repository = required(run.properties(), REPOSITORY);
    String store = required(run.properties(), STORE);
    try {
      RepositoryMoves.Result result =
          moves.move(repository, store, (done, of) -> run.progress("assets looked at", done, of));
      run.report(
          "%d assets of repository '%s' got blob store '%s'; %d blobs of %d bytes were copied"
              .formatted(result.assets(), repository, store, result.blobs(), result.bytes()));
      result.left().forEach(run::report);
      if (!result.left().isEmpty()) {
        throw new IOException(
            "%d blobs or more of repository '%s' cannot be read, and were not moved"
                .formatted(result.left().size(), repository));
      }
    } catch (RefusedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static String required(TaskProperties properties, String name) {
    return properties
        .text(name)
        .orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
  }
}
