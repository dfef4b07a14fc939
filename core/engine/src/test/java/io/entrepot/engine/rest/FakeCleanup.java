package io.entrepot.engine.rest;

import io.entrepot.engine.admin.CleanupAdmin;
import io.entrepot.engine.admin.CleanupPolicy;
import io.entrepot.engine.admin.CleanupPreview;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.spi.content.Component;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Policies in memory, of which one component of every repository falls victim. */
final class FakeCleanup implements CleanupAdmin {

  final Map<String, CleanupPolicy> kept = new TreeMap<>();

  @Override
  public List<CleanupPolicy> policies() {
    return List.copyOf(kept.values());
  }

  @Override
  public Optional<CleanupPolicy> find(String name) {
    return Optional.ofNullable(kept.get(name));
  }

  @Override
  public List<String> users(String policy) {
    return List.of("plain-hosted");
  }

  @Override
  public void create(CleanupPolicy policy) {
    kept.put(policy.name(), policy);
  }

  @Override
  public void update(CleanupPolicy policy) {
    kept.put(policy.name(), policy);
  }

  @Override
  public void delete(String name) throws RefusedException {
    if (kept.remove(name) == null) {
      throw new RefusedException(
          Kind.NOT_FOUND, "name", "there is no cleanup policy '" + name + "'");
    }
  }

  @Override
  public CleanupPreview preview(String repository, List<String> policies, int most) {
    return new CleanupPreview(
        7,
        1,
        List.of(
            new CleanupPreview.Candidate(
                new Component("g", repository, "1.0-rc1"),
                policies.isEmpty() ? "own" : policies.get(0),
                List.of("a pre-release"),
                Instant.parse("2026-05-01T12:00:00Z"),
                Optional.empty())));
  }
}
