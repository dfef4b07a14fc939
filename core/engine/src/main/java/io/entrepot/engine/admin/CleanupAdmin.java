package io.entrepot.engine.admin;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Cleanup policies, and what they would remove. A service. A repository names its policies in its
 * setting {@code cleanup.policyNames}: what one of them can do without, the task {@code
 * repository.cleanup} removes.
 */
@ProviderType
public interface CleanupAdmin {

  /** All policies, by name. */
  List<CleanupPolicy> policies() throws IOException;

  /** One of them. */
  Optional<CleanupPolicy> find(String name) throws IOException;

  /** The names of the repositories that name a policy. */
  List<String> users(String policy) throws IOException;

  /**
   * Makes a policy.
   *
   * @throws RefusedException if a value is wrong, or the name is taken
   */
  void create(CleanupPolicy policy) throws RefusedException, IOException;

  /** Changes a policy. Failures as with {@link #create}, and if there is none of that name. */
  void update(CleanupPolicy policy) throws RefusedException, IOException;

  /**
   * Removes a policy.
   *
   * @throws RefusedException if there is none of that name, or a repository names it
   */
  void delete(String name) throws RefusedException, IOException;

  /**
   * Looks what a cleanup of a repository would remove; removes nothing.
   *
   * @param policies the names of those that it is asked by; the repository's own if there are none
   * @param most how many components are told by name
   * @throws RefusedException if there is no such repository or policy, or the policy is not for the
   *     repository's format
   */
  CleanupPreview preview(String repository, List<String> policies, int most)
      throws RefusedException, IOException;
}
