package io.entrepot.engine.repository;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.admin.RouteStep;
import io.entrepot.engine.admin.RouteStep.Verdict;
import io.entrepot.engine.admin.RoutingAdmin;
import io.entrepot.engine.admin.RoutingRule;
import io.entrepot.engine.routing.RuleBook;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.http.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Routing rules, and what they come to. */
@Component(service = RoutingAdmin.class)
public final class RoutingRules implements RoutingAdmin {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");
  private static final int LONGEST = 2_000;
  private static final int MOST_MATCHERS = 100;

  private final RuleBook book;
  private final ServedRepositories served;

  /** The rules of the server. */
  @Activate
  public RoutingRules(@Reference RuleBook book, @Reference ServedRepositories served) {
    this.book = book;
    this.served = served;
  }

  @Override
  public List<RoutingRule> rules() {
    return book.rules();
  }

  @Override
  public Optional<RoutingRule> find(String name) {
    return book.find(name);
  }

  @Override
  public List<String> users(String rule) {
    return served.snapshots().stream()
        .filter(snapshot -> rule(snapshot.definition()).equals(Optional.of(rule)))
        .map(Snapshot::name)
        .toList();
  }

  @Override
  public synchronized void create(RoutingRule rule) throws RefusedException, IOException {
    check(rule);
    for (RoutingRule other : book.rules()) {
      if (other.name().equalsIgnoreCase(rule.name())) {
        throw new RefusedException(
            Kind.CONFLICT, "name", "there is a routing rule '" + other.name() + "' already");
      }
    }
    book.save(rule);
  }

  @Override
  public synchronized void update(RoutingRule rule) throws RefusedException, IOException {
    existing(rule.name());
    check(rule);
    book.save(rule);
  }

  @Override
  public synchronized void delete(String name) throws RefusedException, IOException {
    existing(name);
    List<String> users = users(name);
    if (!users.isEmpty()) {
      throw new RefusedException(
          Kind.CONFLICT,
          "name",
          "routing rule '" + name + "' is used by repository '" + users.get(0) + "'");
    }
    book.delete(name);
  }

  @Override
  public List<RouteStep> route(String repository, String path)
      throws RefusedException, IOException {
    Snapshot first =
        served
            .snapshot(repository)
            .orElseThrow(
                () ->
                    new RefusedException(
                        Kind.NOT_FOUND,
                        "repository",
                        "there is no repository '" + repository + "'"));
    List<RouteStep> steps = new ArrayList<>();
    walk(first, path.startsWith("/") ? path.substring(1) : path, steps);
    return steps;
  }

  /** A group within a group is met where its members would be asked. */
  private void walk(Snapshot snapshot, String path, List<RouteStep> steps) throws IOException {
    RepositoryDefinition definition = snapshot.definition();
    String recipe = definition.recipe().toString();
    Optional<Problem> refusal =
        rule(definition).flatMap(rule -> book.refusal(definition.name(), rule, path));
    if (refusal.isPresent() || snapshot.problem().isPresent()) {
      String reason = refusal.or(snapshot::problem).map(Problem::message).orElseThrow();
      steps.add(new RouteStep(definition.name(), recipe, Verdict.BLOCKED, reason));
      return;
    }
    if (definition.recipe().type() == RepositoryType.GROUP) {
      steps.add(
          new RouteStep(
              definition.name(), recipe, Verdict.ASKED, "a group: its members are asked in order"));
      for (String member : GroupRules.members(definition.settings())) {
        Optional<Snapshot> next = served.snapshot(member);
        if (next.isPresent()) {
          walk(next.get(), path, steps);
        }
      }
      return;
    }
    boolean has = has(snapshot, path);
    String reason =
        definition.recipe().type() == RepositoryType.PROXY
            ? (has ? "kept, and asked for again when it is old" : "its upstream would be asked")
            : (has ? "it is there" : "nothing is kept at that very path");
    steps.add(new RouteStep(definition.name(), recipe, has ? Verdict.HAS : Verdict.ASKED, reason));
  }

  private static boolean has(Snapshot snapshot, String path) throws IOException {
    try {
      AssetPath asset = AssetPath.of(path);
      return !asset.isRoot() && snapshot.content().find(asset).isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Optional<String> rule(RepositoryDefinition definition) {
    return new RepositorySettings(definition.settings()).text(EngineFields.ROUTING_RULE);
  }

  private RoutingRule existing(String name) throws RefusedException {
    return book.find(name)
        .orElseThrow(
            () ->
                new RefusedException(
                    Kind.NOT_FOUND, "name", "there is no routing rule '" + name + "'"));
  }

  private static void check(RoutingRule rule) throws RefusedException {
    if (!NAME.matcher(rule.name()).matches()) {
      throw SettingsCheck.wrong(
          "name",
          rule.name(),
          "cannot name a routing rule: 1 to 100 letters, digits, '.', '_' and '-', not beginning"
              + " with a dot");
    }
    if (rule.description().length() > LONGEST) {
      throw SettingsCheck.wrong("description", "…", "is longer than " + LONGEST + " characters");
    }
    if (rule.matchers().isEmpty() || rule.matchers().size() > MOST_MATCHERS) {
      throw SettingsCheck.wrong(
          "matchers", rule.matchers(), "are not 1 to " + MOST_MATCHERS + " regular expressions");
    }
    for (String matcher : rule.matchers()) {
      checkMatcher(matcher);
    }
  }

  private static void checkMatcher(String matcher) throws RefusedException {
    if (matcher.isEmpty() || matcher.length() > LONGEST) {
      throw SettingsCheck.wrong("matchers", matcher, "has not 1 to " + LONGEST + " characters");
    }
    if (matcher.chars().anyMatch(Character::isISOControl)) {
      throw SettingsCheck.wrong("matchers", matcher, "has a control character");
    }
    try {
      Pattern.compile(matcher);
    } catch (PatternSyntaxException e) {
      throw SettingsCheck.wrong(
          "matchers",
          matcher,
          "is no regular expression: " + e.getDescription() + " at " + e.getIndex());
    }
  }
}
