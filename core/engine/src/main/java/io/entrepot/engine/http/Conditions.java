package io.entrepot.engine.http;

import io.entrepot.spi.http.Headers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpDateTime;

/**
 * The conditions of a read (RFC 9110 §13), measured by an answer's {@code ETag} and {@code
 * Last-Modified}.
 *
 * @param request the fields of the request
 * @param answer the fields of what would be answered
 */
record Conditions(Headers request, Headers answer) {

  /** What they make of a 200. */
  enum Verdict {
    SEND,
    NOT_MODIFIED,
    FAILED
  }

  /** The verdict, in the order of RFC 9110 §13.2.2. */
  Verdict verdict() {
    List<String> match = request.all("If-Match");
    if (!match.isEmpty()) {
      EntityTags wanted = EntityTags.of(match);
      if (!wanted.any() && !etag().map(wanted::matchStrongly).orElse(false)) {
        return Verdict.FAILED;
      }
    } else if (changedSince("If-Unmodified-Since").orElse(false)) {
      return Verdict.FAILED;
    }
    List<String> noneMatch = request.all("If-None-Match");
    if (!noneMatch.isEmpty()) {
      EntityTags known = EntityTags.of(noneMatch);
      boolean same = known.any() || etag().map(known::matchWeakly).orElse(false);
      return same ? Verdict.NOT_MODIFIED : Verdict.SEND;
    }
    return changedSince("If-Modified-Since").orElse(true) ? Verdict.SEND : Verdict.NOT_MODIFIED;
  }

  /** Whether a range may be sent, as {@code If-Range} has it (§13.1.5). */
  boolean rangeApplies() {
    Optional<String> condition = request.first("If-Range").map(String::strip);
    if (condition.isEmpty()) {
      return true;
    }
    String wanted = condition.get();
    if (wanted.startsWith("\"")) {
      return etag().map(wanted::equals).orElse(false);
    }
    OptionalLong date = date(wanted);
    OptionalLong modified = modified();
    return date.isPresent() && modified.isPresent() && date.getAsLong() == modified.getAsLong();
  }

  private Optional<String> etag() {
    return answer.first("ETag");
  }

  private OptionalLong modified() {
    return answer.first("Last-Modified").map(Conditions::date).orElse(OptionalLong.empty());
  }

  // Empty where there is nothing to compare: no such field, no date in it, an answer without one.
  private Optional<Boolean> changedSince(String field) {
    OptionalLong since = request.first(field).map(Conditions::date).orElse(OptionalLong.empty());
    if (since.isEmpty()) {
      return Optional.empty();
    }
    OptionalLong modified = modified();
    return modified.isPresent()
        ? Optional.of(modified.getAsLong() > since.getAsLong())
        : Optional.empty();
  }

  private static OptionalLong date(String text) {
    try {
      return OptionalLong.of(HttpDateTime.parse(text.strip()).toEpochSecond());
    } catch (IllegalArgumentException e) {
      return OptionalLong.empty();
    }
  }
}
