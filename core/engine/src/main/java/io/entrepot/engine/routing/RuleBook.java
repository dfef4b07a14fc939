package io.entrepot.engine.routing;

import io.entrepot.engine.admin.RoutingRule;
import io.entrepot.engine.admin.RoutingRule.Mode;
import io.entrepot.spi.http.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routing rules: kept in the database, judged from memory. */
@Component(service = RuleBook.class)
public final class RuleBook {

  private static final Logger LOG = LoggerFactory.getLogger(RuleBook.class);

  private record Judge(RoutingRule rule, List<PathRule> matchers) {

    static Judge of(RoutingRule rule) {
      return new Judge(rule, rule.matchers().stream().map(PathRule::new).toList());
    }

    boolean serves(String path) throws IOException {
      boolean matched = false;
      for (PathRule matcher : matchers) {
        matched = matched || matcher.matches(path);
      }
      return matched == (rule.mode() == Mode.ALLOW);
    }
  }

  private final RuleStore store;
  private final ConcurrentSkipListMap<String, Judge> judges = new ConcurrentSkipListMap<>();

  /** The rules of the server. */
  @Activate
  public RuleBook(@Reference RuleStore store) throws IOException {
    this.store = store;
    for (RoutingRule rule : store.all()) {
      judges.put(rule.name(), Judge.of(rule));
    }
  }

  /** All rules, by name. */
  public List<RoutingRule> rules() {
    return judges.values().stream().map(Judge::rule).toList();
  }

  /** One of them. */
  public Optional<RoutingRule> find(String name) {
    return Optional.ofNullable(judges.get(name)).map(Judge::rule);
  }

  /**
   * Keeps a rule, in place of one of its name.
   *
   * @throws java.util.regex.PatternSyntaxException if a matcher is no regular expression; nothing
   *     has changed then
   */
  public synchronized void save(RoutingRule rule) throws IOException {
    Judge judge = Judge.of(rule);
    store.save(rule);
    judges.put(rule.name(), judge);
  }

  /** Forgets a rule. */
  public synchronized void delete(String name) throws IOException {
    store.delete(name);
    judges.remove(name);
  }

  /**
   * Why a repository is not asked for a path; empty if it is. A rule that is gone, or cannot be
   * judged, refuses everything: it was there to keep something out.
   *
   * @param rule the name of its rule
   * @param path without a slash in front
   */
  public Optional<Problem> refusal(String repository, String rule, String path) {
    String shown = path.length() <= 200 ? path : path.substring(0, 200) + "…";
    return flaw(rule, "/" + path)
        .map(
            flaw ->
                new Problem(
                    403,
                    "DENIED",
                    "repository '%s' does not serve '/%s': routing rule '%s' %s"
                        .formatted(repository, shown, rule, flaw)));
  }

  private Optional<String> flaw(String rule, String path) {
    Judge judge = judges.get(rule);
    if (judge == null) {
      return Optional.of("is not there");
    }
    try {
      return judge.serves(path) ? Optional.empty() : Optional.of("keeps it from that");
    } catch (IOException e) {
      LOG.warn("Routing rule '{}' cannot be judged", rule, e);
      return Optional.of("cannot be judged for it");
    }
  }
}
