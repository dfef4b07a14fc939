package io.entrepot.engine.cleanup;

import io.entrepot.engine.admin.CleanupPolicy;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.content.Downloads;
import io.entrepot.engine.content.RepositoryContents;
import io.entrepot.engine.repository.Serving;
import io.entrepot.engine.task.TaskProperties;
import io.entrepot.engine.task.TaskRun;
import io.entrepot.engine.task.TaskType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Removes from repositories what their cleanup policies can do without. */
@Component(service = TaskType.class)
public final class RepositoryCleanup implements TaskType {

  static final String REPOSITORY = "repositoryName";
  private static final String ALL = "*";

  private final CleanupPolicies policies;
  private final RepositoryContents contents;
  private final Downloads downloads;
  private final Serving serving;

  /** Cleanups of the server's repositories. */
  @Activate
  public RepositoryCleanup(
      @Reference CleanupPolicies policies,
      @Reference RepositoryContents contents,
      @Reference Downloads downloads,
      @Reference Serving serving) {
    this.policies = policies;
    this.contents = contents;
    this.downloads = downloads;
    this.serving = serving;
  }

  @Override
  public String id() {
    return "repository.cleanup";
  }

  @Override
  public String label() {
    return "Clean up repositories by their policies";
  }

  @Override
  public List<Field> fields() {
    return List.of(new Field(REPOSITORY, "The repository; * for all", ALL, true));
  }

  @Override
  public Optional<String> initialSchedule() {
    return Optional.of("0 0 1 * * ?");
  }

  @Override
  public void check(TaskProperties properties) {
    try {
      meant(properties);
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public void run(TaskRun run) throws IOException {
    for (RepositoryDefinition definition : meant(run.properties())) {
      List<String> names = CleanupPolicies.names(definition);
      if (!names.isEmpty()) {
        clean(definition, chosen(definition, names, run), run);
      }
    }
  }

  private List<RepositoryDefinition> meant(TaskProperties properties) throws IOException {
    String name = properties.text(REPOSITORY).orElse(ALL);
    List<RepositoryDefinition> meant =
        policies.repositories().stream()
            .filter(definition -> name.equals(ALL) || definition.name().equals(name))
            .toList();
    if (meant.isEmpty() && !name.equals(ALL)) {
      throw new IOException(REPOSITORY + " is '" + name + "', and there is no such repository");
    }
    return meant;
  }

  private List<CleanupPolicy> chosen(
      RepositoryDefinition definition, List<String> names, TaskRun run) throws IOException {
    List<CleanupPolicy> chosen = new ArrayList<>();
    for (String name : names) {
      Optional<CleanupPolicy> policy = policies.find(name);
      if (policy.filter(found -> CleanupPolicies.fits(found, definition)).isPresent()) {
        chosen.add(policy.get());
      } else {
        String why = policy.isEmpty() ? "is not there" : "is for another format";
        run.report("'%s': its policy '%s' %s".formatted(definition.name(), name, why));
      }
    }
    return chosen;
  }

  private void clean(RepositoryDefinition definition, List<CleanupPolicy> chosen, TaskRun run)
      throws IOException {
    if (chosen.isEmpty()) {
      return;
    }
    if (readOnly(definition)) {
      run.report("'" + definition.name() + "' is read-only: its write policy is DENY");
      return;
    }
    Optional<Serving.Held> holding = serving.hold(definition.name());
    if (holding.isEmpty()) {
      return;
    }
    try (Serving.Held held = holding.get()) {
      if (held.repository().isEmpty()) {
        run.report("'" + definition.name() + "' is left out: " + held.problem().message());
        return;
      }
      Sweep sweep = new Sweep(definition.name(), contents, downloads, held.repository().get(), run);
      policies.candidates(definition.name(), chosen, sweep);
      sweep.end();
    }
  }

  private static boolean readOnly(RepositoryDefinition definition) {
    return definition.settings().get("storage") instanceof Map<?, ?> storage
        && "DENY".equalsIgnoreCase(String.valueOf(storage.get("writePolicy")));
  }
}
