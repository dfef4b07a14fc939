package io.entrepot.engine.admin;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Routing rules, and where paths would be looked for. A service. A proxy or group names its rule in
 * its setting {@code routingRuleName}.
 */
@ProviderType
public interface RoutingAdmin {

  /** All rules, by name. */
  List<RoutingRule> rules();

  /** One of them. */
  Optional<RoutingRule> find(String name);

  /** The names of the repositories that name a rule. */
  List<String> users(String rule) throws IOException;

  /**
   * Makes a rule.
   *
   * @throws RefusedException if a value is wrong, or the name is taken
   */
  void create(RoutingRule rule) throws RefusedException, IOException;

  /** Changes a rule. Failures as with {@link #create}, and if there is none of that name. */
  void update(RoutingRule rule) throws RefusedException, IOException;

  /**
   * Removes a rule.
   *
   * @throws RefusedException if there is none of that name, or a repository names it
   */
  void delete(String name) throws RefusedException, IOException;

  /**
   * Says who would be asked for a path, in order; asks nobody.
   *
   * @param path as a request's, with or without a slash in front
   * @throws RefusedException if there is no such repository
   */
  List<RouteStep> route(String repository, String path) throws RefusedException, IOException;
}
