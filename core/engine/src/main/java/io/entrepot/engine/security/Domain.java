package io.entrepot.engine.security;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The parts of the server that privileges {@code nx-<domain>-<action>} are about. Those of Nexus
 * Repository that have no counterpart here are known too, so that roles made for it can be taken
 * over as they are.
 */
enum Domain {
  ANALYTICS,
  APIKEY,
  ATLAS,
  BLOBSTORES,
  BUNDLES,
  CAPABILITIES,
  COMPONENT("upload"),
  DATASTORES,
  HEALTHCHECK,
  HEALTHCHECK_SUMMARY,
  IQ_VIOLATION_SUMMARY,
  LDAP,
  LICENSING,
  LOGGING,
  METRICS,
  PRIVILEGES,
  PROPRIETARY_COMPONENTS,
  REPLICATION,
  ROLES,
  SEARCH,
  SELECTORS,
  SETTINGS,
  SSL_TRUSTSTORE,
  TAGS,
  TASKS("create read update delete run start stop"),
  USERS,
  USERTOKEN,
  WONDERLAND;

  /** The one privilege without an action: changing people's passwords. */
  private static final String CHANGE_PASSWORD = "nx-userschangepw";

  private final String actions;

  Domain() {
    this("create read update delete");
  }

  Domain(String actions) {
    this.actions = actions;
  }

  private List<String> actions() {
    return List.of(actions.split(" "));
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads the name of a privilege; empty if it is none of a domain. */
  static Optional<Privilege> privilege(String name) {
    if (name.equals(CHANGE_PASSWORD)) {
      return Optional.of(
          new Privilege.Application(name, "userschangepw", new Privilege.Part("", true)));
    }
    return Arrays.stream(values()).flatMap(domain -> domain.named(name).stream()).findFirst();
  }

  /** The names of all of them, sorted. */
  static List<String> privileges() {
    return Stream.concat(
            Stream.of(CHANGE_PASSWORD),
            Arrays.stream(values())
                .flatMap(
                    domain ->
                        Stream.concat(Stream.of("all"), domain.actions().stream())
                            .map(action -> "nx-" + domain.label() + "-" + action)))
        .sorted()
        .toList();
  }

  private Optional<Privilege> named(String name) {
    String prefix = "nx-" + label() + "-";
    if (!name.startsWith(prefix)) {
      return Optional.empty();
    }
    String action = name.substring(prefix.length());
    if (action.equals("all") || action.equals("*")) {
      return Optional.of(new Privilege.Application(name, label(), new Privilege.Part("", true)));
    }
    return actions().contains(action)
        ? Optional.of(new Privilege.Application(name, label(), new Privilege.Part(action, false)))
        : Optional.empty();
  }
}
