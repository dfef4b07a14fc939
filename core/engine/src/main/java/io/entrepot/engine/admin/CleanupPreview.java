package io.entrepot.engine.admin;

import io.entrepot.spi.content.Component;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a cleanup of a repository would remove now.
 *
 * @param considered how many components the repository has
 * @param matching how many of them would go
 * @param first the first of them, by group, name and version
 */
public record CleanupPreview(long considered, long matching, List<Candidate> first) {

  /**
   * A component that would go.
   *
   * @param policy the first of the policies that says so
   * @param reasons why, a few words for each criterion
   * @param updated when its bytes were last set
   * @param downloaded when it was last read, to the day; empty if that is not known
   */
  public record Candidate(
      Component component,
      String policy,
      List<String> reasons,
      Instant updated,
      Optional<Instant> downloaded) {

    public Candidate {
      reasons = List.copyOf(reasons);
    }
  }

  public CleanupPreview {
    first = List.copyOf(first);
  }
}
