package io.entrepot.format.docker;

import io.entrepot.spi.security.Action;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a client wants a token for: {@code repository:team/app:pull,push} (Docker's token scopes).
 *
 * @param type {@code repository} or {@code registry}
 * @param name of what; may contain colons
 * @param actions what is to be done with it
 */
record DockerScope(String type, String name, List<String> actions) {

  /** The scope of a list of images. */
  static final String CATALOG = "registry:catalog:*";

  DockerScope {
    actions = List.copyOf(actions);
  }

  /** The scope that a text is; empty if it is none. */
  static Optional<DockerScope> read(String text) {
    int first = text.indexOf(':');
    int last = text.lastIndexOf(':');
    if (first < 0 || first == last) {
      return Optional.empty();
    }
    // A class in brackets tells kinds of repositories apart elsewhere: repository(plugin).
    String type = text.substring(0, first).replaceFirst("\\(.*\\)$", "");
    return Optional.of(
        new DockerScope(
            type,
            text.substring(first + 1, last),
            List.of(text.substring(last + 1).split(",", -1))));
  }

  /** Whether it is for a list of images. */
  boolean catalog() {
    return type.equals("registry") && name.equals("catalog");
  }

  /** Whether it is for an image. */
  boolean repository() {
    return type.equals("repository");
  }

  /** What must be allowed in the image's repository. */
  Set<Action> wanted() {
    Set<Action> wanted = EnumSet.noneOf(Action.class);
    for (String action : actions) {
      switch (action) {
        case "pull" -> wanted.addAll(EnumSet.of(Action.BROWSE, Action.READ));
        case "push" -> wanted.addAll(EnumSet.of(Action.ADD, Action.EDIT));
        case "delete" -> wanted.add(Action.DELETE);
        case "*" -> wanted.addAll(EnumSet.allOf(Action.class));
        default -> {
          // Actions that are not known give no right.
        }
      }
    }
    return wanted;
  }
}
