package io.entrepot.engine.repository;

import io.entrepot.engine.admin.RepositoryDefinition;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The groups that a repository leaves because it is removed: they serve without it from the moment
 * in which it does not serve any more. To be used by who may change repositories alone.
 */
final class Memberships {

  private static final Logger LOG = LoggerFactory.getLogger(Memberships.class);

  /** A group, before and after it lost a member. */
  private record Left(RepositoryDefinition before, RepositoryDefinition after) {}

  private final ServedRepositories served;
  private final List<Left> left;

  private Memberships(ServedRepositories served, List<Left> left) {
    this.served = served;
    this.left = left;
  }

  /** Takes a repository out of all groups that are served. */
  static Memberships end(String member, ServedRepositories served) {
    List<Left> left = new ArrayList<>();
    for (Snapshot group : served.snapshots()) {
      GroupRules.without(group.definition(), member)
          .ifPresent(
              without -> {
                served.put(without);
                left.add(new Left(group.definition(), without));
                LOG.info("Group '{}' loses its member '{}'", group.name(), member);
              });
    }
    return new Memberships(served, left);
  }

  /** The groups, which may have been changed since: as they are now they are to be kept. */
  List<RepositoryDefinition> groups() {
    return left.stream()
        .flatMap(one -> served.snapshot(one.after().name()).stream())
        .map(Snapshot::definition)
        .toList();
  }

  /** Puts it back where nothing was changed since. */
  void undo() {
    for (Left one : left) {
      served
          .snapshot(one.after().name())
          .filter(group -> group.definition().equals(one.after()))
          .ifPresent(group -> served.put(one.before()));
    }
  }
}
