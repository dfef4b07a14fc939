package io.entrepot.engine.http;

import io.entrepot.spi.content.Precondition;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of {@code If-Match} or {@code If-None-Match} (RFC 9110 §13.1).
 *
 * @param any whether it is {@code *}
 * @param tags those listed, as written: in quotes, weak ones behind {@code W/}
 */
record EntityTags(boolean any, List<String> tags) {
  private static final Pattern TAG =
      Pattern.compile("\\G[ \\t,]*((?:W/)?\"[^\"\\p{Cntrl}]*\")[ \\t]*(?:,|$)");
  private static final String WEAK = "W/";

  EntityTags {
    tags = List.copyOf(tags);
  }

  /** Reads all fields of a name. What is no entity tag ends the list. */
  static EntityTags of(List<String> values) {
    String value = String.join(",", values).strip();
    if (value.equals("*")) {
      return new EntityTags(true, List.of());
    }
    List<String> tags = new ArrayList<>();
    Matcher matcher = TAG.matcher(value);
    while (matcher.find()) {
      tags.add(matcher.group(1));
    }
    return new EntityTags(false, tags);
  }

  /** Strong comparison: weak tags equal nothing. */
  boolean matchStrongly(String etag) {
    return any || (!etag.startsWith(WEAK) && tags.contains(etag));
  }

  /** Weak comparison. */
  boolean matchWeakly(String etag) {
    return any || tags.stream().anyMatch(tag -> opaque(tag).equals(opaque(etag)));
  }

  /**
   * What a write's fields require.
   *
   * @throws ProblemException 400 if they require what cannot be kept: a list in {@code
   *     If-None-Match}, or both fields at once
   */
  static Precondition precondition(Headers headers) throws ProblemException {
    List<String> match = headers.all("If-Match");
    List<String> noneMatch = headers.all("If-None-Match");
    if (match.isEmpty() && noneMatch.isEmpty()) {
      return Precondition.NONE;
    }
    if (!match.isEmpty() && !noneMatch.isEmpty()) {
      throw refused("If-Match and If-None-Match exclude each other");
    }
    if (!noneMatch.isEmpty()) {
      if (of(noneMatch).any()) {
        return Precondition.ABSENT;
      }
      throw refused("If-None-Match of a write can only be *");
    }
    EntityTags wanted = of(match);
    if (wanted.any()) {
      return Precondition.PRESENT;
    }
    Set<String> strong = new HashSet<>(wanted.tags());
    strong.removeIf(tag -> tag.startsWith(WEAK));
    return Precondition.matches(strong);
  }

  private static String opaque(String tag) {
    return tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag;
  }

  private static ProblemException refused(String why) {
    return new Problem(400, Problems.BAD_REQUEST, why).asException();
  }
}
