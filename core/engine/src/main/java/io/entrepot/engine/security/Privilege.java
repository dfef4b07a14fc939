package io.entrepot.engine.security;

import io.entrepot.spi.security.Action;
import io.entrepot.spi.security.Permission;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a role allows, by Nexus Repository's names:
 *
 * <pre>
 * nx-all                                            everything
 * nx-repository-view-&lt;format>-&lt;repository>-&lt;action>   content: browse read edit add delete *
 * nx-repository-admin-&lt;format>-&lt;repository>-&lt;action>  the repository itself: the same actions
 * nx-&lt;domain>-&lt;action>                              a part of the server: {@link Domain}
 * </pre>
 *
 * <p>Format and repository may end in {@code *}. Names of repositories have hyphens, names of
 * formats and actions have none: so the format reaches to the first hyphen, the action begins after
 * the last one, and each name can be read in one way only.
 */
sealed interface Privilege {

  /** As it was given. */
  String name();

  /** Whether it allows that with a repository's content. */
  default boolean allows(Permission permission) {
    return false;
  }

  /**
   * Whether it allows that with a repository itself.
   *
   * @param action {@code browse}, {@code read}, {@code edit}, {@code add} or {@code delete}
   */
  default boolean manages(String format, String repository, String action) {
    return false;
  }

  /** Whether it allows that with every repository itself. */
  default boolean managesAll(String action) {
    return false;
  }

  /** Whether it allows that with a part of the server. */
  default boolean administers(String domain, String action) {
    return false;
  }

  /** {@code nx-all}. */
  record Everything() implements Privilege {
    @Override
    public String name() {
      return "nx-all";
    }

    @Override
    public boolean allows(Permission permission) {
      return true;
    }

    @Override
    public boolean manages(String format, String repository, String action) {
      return true;
    }

    @Override
    public boolean managesAll(String action) {
      return true;
    }

    @Override
    public boolean administers(String domain, String action) {
      return true;
    }
  }

  /** {@code nx-repository-view-…}. */
  record View(String name, Part format, Part repository, Part action) implements Privilege {
    @Override
    public boolean allows(Permission permission) {
      return format.matches(permission.format())
          && repository.matches(permission.repository())
          && action.matches(permission.action().label());
    }
  }

  /** {@code nx-repository-admin-…}. */
  record Manage(String name, Part format, Part repository, Part action) implements Privilege {
    @Override
    public boolean manages(String ofFormat, String ofName, String wanted) {
      return format.matches(ofFormat) && repository.matches(ofName) && action.matches(wanted);
    }

    @Override
    public boolean managesAll(String wanted) {
      return format.any() && repository.any() && action.matches(wanted);
    }
  }

  /** {@code nx-<domain>-<action>}. */
  record Application(String name, String domain, Part action) implements Privilege {
    @Override
    public boolean administers(String ofDomain, String wanted) {
      return domain.equals(ofDomain) && action.matches(wanted);
    }
  }

  /**
   * A part of a name: literal, or with everything after the literal if {@code open}.
   *
   * @param literal without the star
   * @param open whether a star followed
   */
  record Part(String literal, boolean open) {
    static Part parse(String text) {
      boolean open = text.endsWith("*");
      return new Part(open ? text.substring(0, text.length() - 1) : text, open);
    }

    boolean any() {
      return open && literal.isEmpty();
    }

    boolean matches(String value) {
      return open ? value.startsWith(literal) : value.equals(literal);
    }
  }

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException if there is no such privilege; it names it and says why
   */
  static Privilege parse(String name) {
    if (name.equals("nx-all")) {
      return new Everything();
    }
    if (name.startsWith("nx-repository-view-")) {
      String[] parts = repositoryParts(name, "nx-repository-view-");
      return new View(name, Part.parse(parts[0]), Part.parse(parts[1]), Part.parse(parts[2]));
    }
    if (name.startsWith("nx-repository-admin-")) {
      String[] parts = repositoryParts(name, "nx-repository-admin-");
      return new Manage(name, Part.parse(parts[0]), Part.parse(parts[1]), Part.parse(parts[2]));
    }
    return application(name);
  }

  private static String[] repositoryParts(String name, String prefix) {
    String rest = name.substring(prefix.length());
    int first = rest.indexOf('-');
    int last = rest.lastIndexOf('-');
    if (first < 0 || first == last) {
      throw wrong(name, "it is not of the form " + prefix + "<format>-<repository>-<action>");
    }
    String format = rest.substring(0, first);
    String repository = rest.substring(first + 1, last);
    String action = rest.substring(last + 1);
    if (!format.matches("[a-z][a-z0-9]*\\*?|\\*")) {
      throw wrong(name, "'" + format + "' is neither a format's name nor *");
    }
    if (!repository.matches("[A-Za-z0-9-][A-Za-z0-9._-]*\\*?|\\*")) {
      throw wrong(name, "'" + repository + "' is neither a repository's name nor *");
    }
    if (!action.equals("*")
        && Arrays.stream(Action.values()).map(Action::label).noneMatch(action::equals)) {
      throw wrong(name, "'" + action + "' is none of browse, read, edit, add, delete, *");
    }
    return new String[] {format, repository, action};
  }

  private static Privilege application(String name) {
    return Domain.privilege(name).orElseThrow(() -> wrong(name, "it is not known"));
  }

  /** The names of those that are not about one format or repository, sorted. */
  static List<String> names() {
    return Stream.of(
            Stream.of("nx-all"),
            Stream.of("nx-repository-view-*-*-", "nx-repository-admin-*-*-")
                .flatMap(
                    prefix ->
                        Stream.concat(
                                Stream.of("*"), Arrays.stream(Action.values()).map(Action::label))
                            .map(action -> prefix + action)),
            Domain.privileges().stream())
        .flatMap(names -> names)
        .sorted()
        .toList();
  }

  private static IllegalArgumentException wrong(String name, String why) {
    return new IllegalArgumentException("'" + name + "' is no privilege: " + why);
  }
}
