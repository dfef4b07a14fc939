package io.entrepot.engine.cleanup;

import io.entrepot.engine.admin.CleanupAdmin;
import io.entrepot.engine.admin.CleanupPolicy;
import io.entrepot.engine.admin.CleanupPreview;
import io.entrepot.engine.admin.CleanupPreview.Candidate;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.content.ComponentUse;
import io.entrepot.engine.content.Downloads;
import io.entrepot.engine.content.RepositoryContents;
import io.entrepot.engine.database.Database;
import io.entrepot.engine.repository.Definitions;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Policies, and what they say of repositories. */
@Component(service = {CleanupAdmin.class, CleanupPolicies.class})
public final class CleanupPolicies implements CleanupAdmin {

  private final PolicyRows rows;
  private final Definitions repositories;
  private final RepositoryContents contents;
  private final Downloads downloads;
  private final Clock clock;

  /** The policies of the server. */
  @Activate
  public CleanupPolicies(
      @Reference Database database,
      @Reference Definitions repositories,
      @Reference RepositoryContents contents,
      @Reference Downloads downloads) {
    this(database, repositories, contents, downloads, Clock.systemUTC());
  }

  /** The same by another clock. */
  public CleanupPolicies(
      Database database,
      Definitions repositories,
      RepositoryContents contents,
      Downloads downloads,
      Clock clock) {
    this.rows = new PolicyRows(database);
    this.repositories = repositories;
    this.contents = contents;
    this.downloads = downloads;
    this.clock = clock;
  }

  @Override
  public List<CleanupPolicy> policies() throws IOException {
    return rows.all();
  }

  @Override
  public Optional<CleanupPolicy> find(String name) throws IOException {
    return rows.all().stream().filter(policy -> policy.name().equals(name)).findFirst();
  }

  @Override
  public List<String> users(String policy) throws IOException {
    return repositories.repositories().stream()
        .filter(definition -> names(definition).contains(policy))
        .map(RepositoryDefinition::name)
        .toList();
  }

  @Override
  public synchronized void create(CleanupPolicy policy) throws RefusedException, IOException {
    PolicyRules.check(policy);
    for (CleanupPolicy other : rows.all()) {
      if (other.name().equalsIgnoreCase(policy.name())) {
        throw new RefusedException(
            Kind.CONFLICT, "name", "there is a cleanup policy '" + other.name() + "' already");
      }
    }
    rows.save(policy);
  }

  @Override
  public synchronized void update(CleanupPolicy policy) throws RefusedException, IOException {
    existing(policy.name());
    PolicyRules.check(policy);
    rows.save(policy);
  }

  @Override
  public synchronized void delete(String name) throws RefusedException, IOException {
    existing(name);
    List<String> users = users(name);
    if (!users.isEmpty()) {
      throw new RefusedException(
          Kind.CONFLICT,
          "name",
          "cleanup policy '" + name + "' is used by repository '" + users.get(0) + "'");
    }
    rows.delete(name);
  }

  @Override
  public CleanupPreview preview(String repository, List<String> policies, int most)
      throws RefusedException, IOException {
    RepositoryDefinition definition =
        repositories.repositories().stream()
            .filter(each -> each.name().equals(repository))
            .findFirst()
            .orElseThrow(
                () ->
                    new RefusedException(
                        Kind.NOT_FOUND,
                        "repository",
                        "there is no repository '" + repository + "'"));
    List<CleanupPolicy> asked = new ArrayList<>();
    for (String name : policies.isEmpty() ? names(definition) : policies) {
      CleanupPolicy policy = existing(name);
      if (!fits(policy, definition)) {
        throw new RefusedException(
            Kind.INVALID,
            "policy",
            "policy: '" + name + "' is for repositories of format '" + policy.format() + "'");
      }
      asked.add(policy);
    }
    Preview preview = new Preview(most);
    candidates(definition.name(), asked, preview);
    return new CleanupPreview(preview.considered, preview.matching, preview.first);
  }

  /** Finds what policies can do without in a repository. */
  void candidates(String repository, List<CleanupPolicy> policies, Candidates.Listener listener)
      throws IOException {
    downloads.write();
    List<Judgement> judgements = new ArrayList<>();
    for (CleanupPolicy policy : policies) {
      judgements.add(new Judgement(policy, clock.instant(), downloads.since()));
    }
    new Candidates(contents.uses(), repository, judgements, listener).find();
  }

  /** What makes the repositories. */
  List<RepositoryDefinition> repositories() throws IOException {
    return repositories.repositories();
  }

  /** The names of a repository's policies. */
  static List<String> names(RepositoryDefinition definition) {
    return definition.settings().get("cleanup") instanceof Map<?, ?> cleanup
            && cleanup.get("policyNames") instanceof List<?> names
        ? names.stream().map(String::valueOf).distinct().collect(Collectors.toList())
        : List.of();
  }

  /** Whether a policy is for such repositories. */
  static boolean fits(CleanupPolicy policy, RepositoryDefinition definition) {
    return policy.format().equals(CleanupPolicy.ANY_FORMAT)
        || policy.format().equals(definition.recipe().format());
  }

  private CleanupPolicy existing(String name) throws RefusedException, IOException {
    return find(name)
        .orElseThrow(
            () ->
                new RefusedException(
                    Kind.NOT_FOUND, "name", "there is no cleanup policy '" + name + "'"));
  }

  private static final class Preview implements Candidates.Listener {
    private final int most;
    private final List<Candidate> first = new ArrayList<>();
    private long considered;
    private long matching;

    Preview(int most) {
      this.most = most;
    }

    @Override
    public void considered(long components) {
      considered = components;
    }

    @Override
    public void found(ComponentUse use, Candidate candidate) {
      matching++;
      if (first.size() < most) {
        first.add(candidate);
      }
    }
  }
}
