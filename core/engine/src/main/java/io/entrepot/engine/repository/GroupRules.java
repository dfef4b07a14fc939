package io.entrepot.engine.repository;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.spi.format.RepositoryType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What a group may consist of. */
final class GroupRules {

  private GroupRules() {}

  /** The members that settings name. */
  static List<String> members(Map<String, Object> settings) {
    return new RepositorySettings(settings).list(EngineFields.MEMBERS);
  }

  /** The member that settings let take what is written. */
  static Optional<String> writable(Map<String, Object> settings) {
    return new RepositorySettings(settings).text(EngineFields.WRITABLE_MEMBER);
  }

  /** A group without one of its members, which may leave it with none; empty if it is none. */
  static Optional<RepositoryDefinition> without(RepositoryDefinition group, String member) {
    List<String> members = members(group.settings());
    if (!members.contains(member)) {
      return Optional.empty();
    }
    RepositorySettings left =
        new RepositorySettings(group.settings())
            .with(
                EngineFields.MEMBERS,
                members.stream().filter(other -> !other.equals(member)).toList());
    boolean took = writable(group.settings()).equals(Optional.of(member));
    return Optional.of(
        new RepositoryDefinition(
            group.name(),
            group.recipe(),
            group.online(),
            (took ? left.without(EngineFields.WRITABLE_MEMBER) : left).document()));
  }

  /**
   * Checks a group.
   *
   * @param others finds a repository by its name
   * @throws RefusedException naming the member that cannot be one
   */
  static void check(
      RepositoryDefinition group, Function<String, Optional<RepositoryDefinition>> others)
      throws RefusedException {
    List<String> members = members(group.settings());
    if (members.isEmpty()) {
      throw SettingsCheck.wrong(EngineFields.MEMBERS, "", "names no member");
    }
    for (String name : members) {
      RepositoryDefinition member =
          others
              .apply(name)
              .filter(found -> !name.equals(group.name()))
              .orElseThrow(
                  () ->
                      SettingsCheck.wrong(
                          EngineFields.MEMBERS,
                          name,
                          name.equals(group.name())
                              ? "is the group itself"
                              : "is not a repository"));
      if (!member.recipe().format().equals(group.recipe().format())) {
        throw SettingsCheck.wrong(
            EngineFields.MEMBERS,
            name,
            "has the format '"
                + member.recipe().format()
                + "', not '"
                + group.recipe().format()
                + "'");
      }
      if (reaches(member, group.name(), others)) {
        throw SettingsCheck.wrong(
            EngineFields.MEMBERS, name, "contains '" + group.name() + "' itself");
      }
    }
    Optional<String> writable = writable(group.settings());
    if (writable.isPresent()) {
      checkWritable(writable.get(), members, others);
    }
  }

  private static void checkWritable(
      String name, List<String> members, Function<String, Optional<RepositoryDefinition>> others)
      throws RefusedException {
    if (!members.contains(name)) {
      throw SettingsCheck.wrong(
          EngineFields.WRITABLE_MEMBER, name, "is not one of the members " + members);
    }
    RepositoryType type = others.apply(name).orElseThrow().recipe().type();
    if (type != RepositoryType.HOSTED) {
      throw SettingsCheck.wrong(
          EngineFields.WRITABLE_MEMBER,
          name,
          "is a " + type.label() + " repository, only a hosted one takes what is written");
    }
  }

  /**
   * The repositories that hold what one shows, in the order in which they are asked: itself, or the
   * members of a group, however deep.
   */
  static List<String> holders(
      String name, Function<String, Optional<RepositoryDefinition>> others) {
    Set<String> holders = new LinkedHashSet<>();
    Set<String> seen = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(List.of(name));
    while (!next.isEmpty()) {
      Optional<RepositoryDefinition> one = others.apply(next.poll());
      if (one.isEmpty() || !seen.add(one.get().name())) {
        continue;
      }
      if (one.get().recipe().type() != RepositoryType.GROUP) {
        holders.add(one.get().name());
        continue;
      }
      List<String> members = members(one.get().settings());
      for (int i = members.size() - 1; i >= 0; i--) {
        next.addFirst(members.get(i));
      }
    }
    return List.copyOf(holders);
  }

  /** Whether a group has another one as a member, however deep. */
  private static boolean reaches(
      RepositoryDefinition from,
      String name,
      Function<String, Optional<RepositoryDefinition>> others) {
    Set<String> seen = new HashSet<>();
    Deque<RepositoryDefinition> next = new ArrayDeque<>(List.of(from));
    while (!next.isEmpty()) {
      for (String member : members(next.poll().settings())) {
        if (member.equals(name)) {
          return true;
        }
        if (seen.add(member)) {
          others.apply(member).ifPresent(next::add);
        }
      }
    }
    return false;
  }
}
