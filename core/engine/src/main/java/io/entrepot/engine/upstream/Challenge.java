package io.entrepot.engine.upstream;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a server wants to be told who asks (RFC 9110 §11.6.1).
 *
 * @param scheme lower-case
 * @param parameters names are lower-case
 */
record Challenge(String scheme, Map<String, String> parameters) {

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern PART =
      Pattern.compile(
          "\\G[\\s,]*(?:("
              + TOKEN
              + ")\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.){0,4000}+)\"|("
              + TOKEN
              + "))(?=\\s*(?:,|$))|("
              + TOKEN
              + ")(?=[\\s,]|$))");

  /**
   * A token that is had elsewhere (RFC 6750 §3, with the realm as a URL).
   *
   * @param realm where
   * @param service for what; may be empty
   * @param scope for which of its things; may be empty
   */
  record Bearer(URI realm, String service, String scope) {}

  Challenge {
    parameters = Map.copyOf(parameters);
  }

  /** All challenges of an answer, as far as they can be read. */
  static List<Challenge> of(List<String> fields) {
    List<Challenge> challenges = new ArrayList<>();
    for (String field : fields) {
      String scheme = "";
      Map<String, String> parameters = new LinkedHashMap<>();
      Matcher part = PART.matcher(field);
      while (part.find()) {
        if (part.group(4) != null) {
          add(challenges, scheme, parameters);
          scheme = part.group(4).toLowerCase(Locale.ROOT);
          parameters = new LinkedHashMap<>();
          continue;
        }
        String value =
            part.group(2) == null ? part.group(3) : part.group(2).replaceAll("\\\\(.)", "$1");
        parameters.putIfAbsent(part.group(1).toLowerCase(Locale.ROOT), value);
      }
      add(challenges, scheme, parameters);
    }
    return challenges;
  }

  /** The token that is wanted; empty if it is something else. */
  Optional<Bearer> bearer() {
    String realm = parameters.getOrDefault("realm", "");
    if (!scheme.equals("bearer") || !realm.matches("(?i)https?://.*")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Bearer(
              new URI(realm),
              parameters.getOrDefault("service", ""),
              parameters.getOrDefault("scope", "")));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static void add(
      List<Challenge> challenges, String scheme, Map<String, String> parameters) {
    if (!scheme.isEmpty()) {
      challenges.add(new Challenge(scheme, parameters));
    }
  }
}
