package io.entrepot.spi.content;

import java.util.Optional;
import java.util.Set;

/**
 * What must be true of a path in the moment in which it is changed (RFC 9110 §13, for writes).
 *
 * @param kind which rule
 * @param etags for {@link Kind#MATCHES}: the entity tags one of which it must have, in quotes
 */
public record Precondition(Kind kind, Set<String> etags) {

  /** The rules. */
  public enum Kind {
    /** Anything goes. */
    NONE,
    /** There must be no asset: {@code If-None-Match: *}. */
    ABSENT,
    /** There must be an asset: {@code If-Match: *}. */
    PRESENT,
    /** There must be an asset with one of the entity tags: {@code If-Match}. */
    MATCHES
  }

  /** Anything goes. */
  public static final Precondition NONE = new Precondition(Kind.NONE, Set.of());

  /** There must be no asset yet. */
  public static final Precondition ABSENT = new Precondition(Kind.ABSENT, Set.of());

  /** There must be an asset already. */
  public static final Precondition PRESENT = new Precondition(Kind.PRESENT, Set.of());

  public Precondition {
    etags = Set.copyOf(etags);
  }

  /** There must be an asset with one of those entity tags. */
  public static Precondition matches(Set<String> etags) {
    return new Precondition(Kind.MATCHES, etags);
  }

  /** Whether it holds for what is there. */
  public boolean holds(Optional<Asset> current) {
    return switch (kind) {
      case NONE -> true;
      case ABSENT -> current.isEmpty();
      case PRESENT -> current.isPresent();
      case MATCHES -> current.map(asset -> etags.contains(asset.etag())).orElse(false);
    };
  }
}
