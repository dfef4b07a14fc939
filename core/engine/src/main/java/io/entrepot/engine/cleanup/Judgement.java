package io.entrepot.engine.cleanup;

import io.entrepot.engine.admin.CleanupPolicy;
import io.entrepot.engine.admin.CleanupPolicy.ReleaseType;
import io.entrepot.engine.admin.CleanupPolicy.SortBy;
import io.entrepot.engine.content.ComponentUse;
import io.entrepot.engine.routing.PathRule;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What one policy has to say of the components of one name. */
final class Judgement {

  /** Who is condemned, and why. */
  record Verdict(ComponentUse use, List<String> reasons) {}

  private final CleanupPolicy policy;
  private final Instant now;
  private final Instant since;
  private final Optional<PathRule> paths;

  /**
   * A policy's judgement at a moment.
   *
   * @param since when reads began to be noted
   */
  Judgement(CleanupPolicy policy, Instant now, Instant since) {
    this.policy = policy;
    this.now = now;
    this.since = since;
    this.paths = policy.assetRegex().map(PathRule::new);
  }

  String policy() {
    return policy.name();
  }

  /**
   * Judges.
   *
   * @param versions all components of a repository that have the same group and name
   * @throws IOException if the policy's expression cannot be applied to a path
   */
  List<Verdict> of(List<ComponentUse> versions) throws IOException {
    List<ComponentUse> meant = new ArrayList<>();
    for (ComponentUse use : versions) {
      if (meant(use)) {
        meant.add(use);
      }
    }
    Set<ComponentUse> kept = kept(meant);
    List<Verdict> verdicts = new ArrayList<>();
    for (ComponentUse use : meant) {
      if (!kept.contains(use) && old(use)) {
        verdicts.add(new Verdict(use, reasons(use)));
      }
    }
    return verdicts;
  }

  private boolean meant(ComponentUse use) throws IOException {
    if (policy.releases().isPresent()) {
      boolean prerelease = Version.of(use.component().version()).prerelease();
      if (prerelease != (policy.releases().get() == ReleaseType.PRERELEASES)) {
        return false;
      }
    }
    if (paths.isEmpty()) {
      return true;
    }
    for (ComponentUse.Part part : use.assets()) {
      if (paths.get().matches(part.path())) {
        return true;
      }
    }
    return false;
  }

  /** The newest; by version also those whose version does not say how new they are. */
  private Set<ComponentUse> kept(List<ComponentUse> meant) {
    if (policy.retain().isEmpty()) {
      return Set.of();
    }
    Set<ComponentUse> kept = new HashSet<>();
    List<ComponentUse> ordered = new ArrayList<>();
    for (ComponentUse use : meant) {
      boolean says =
          policy.sortBy() == SortBy.DATE || Version.of(use.component().version()).numbered();
      (says ? ordered : kept).add(use);
    }
    ordered.stream().sorted(newest()).limit(policy.retain().getAsInt()).forEach(kept::add);
    return kept;
  }

  private Comparator<ComponentUse> newest() {
    Comparator<ComponentUse> byVersion =
        Comparator.comparing(use -> Version.of(use.component().version()));
    Comparator<ComponentUse> byDate = Comparator.comparing(ComponentUse::updated);
    return switch (policy.sortBy()) {
      case VERSION -> byVersion.reversed();
      case DATE -> byDate.thenComparing(byVersion).reversed();
    };
  }

  private boolean old(ComponentUse use) {
    return longer(use.updated(), policy.lastBlobUpdated())
        && longer(read(use), policy.lastDownloaded());
  }

  private boolean longer(Instant moment, OptionalInt days) {
    return days.isEmpty() || !moment.isAfter(now.minus(Duration.ofDays(days.getAsInt())));
  }

  /** What was never read counts as read when it came, or when reads began to be noted. */
  private Instant read(ComponentUse use) {
    Instant came = use.updated().isAfter(since) ? use.updated() : since;
    return use.downloaded().filter(came::isBefore).orElse(came);
  }

  private List<String> reasons(ComponentUse use) {
    List<String> reasons = new ArrayList<>();
    policy
        .lastBlobUpdated()
        .ifPresent(days -> reasons.add("not updated for " + days(use.updated()) + " days"));
    policy
        .lastDownloaded()
        .ifPresent(
            days ->
                reasons.add(
                    use.downloaded().isPresent()
                        ? "not downloaded for " + days(read(use)) + " days"
                        : "never downloaded, in " + days(read(use)) + " days"));
    policy
        .releases()
        .ifPresent(
            type -> reasons.add(type == ReleaseType.PRERELEASES ? "a pre-release" : "a release"));
    policy.assetRegex().ifPresent(regex -> reasons.add("a path matches " + regex));
    policy
        .retain()
        .ifPresent(
            most ->
                reasons.add(
                    "not among the "
                        + most
                        + (policy.sortBy() == SortBy.DATE ? " latest" : " highest versions")));
    return reasons;
  }

  private long days(Instant moment) {
    return Duration.between(moment, now).toDays();
  }
}
