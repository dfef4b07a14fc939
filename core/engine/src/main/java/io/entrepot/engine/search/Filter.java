package io.entrepot.engine.search;

import io.entrepot.engine.admin.CleanupPolicy.ReleaseType;
import io.entrepot.engine.admin.SearchQuery;
import io.entrepot.engine.admin.SearchQuery.Field;
import io.entrepot.engine.cleanup.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a component must be called to be found.
 *
 * @param terms patterns of its parts
 * @param words texts, of three characters or more, that are somewhere in its parts, in lower case
 * @param beginnings what its name begins with
 * @param releases which versions; all if empty
 */
record Filter(
    List<Part> terms, List<String> words, List<String> beginnings, Optional<ReleaseType> releases) {

  /** The shortest text that the index of texts finds. */
  static final int SHORTEST = 3;

  /** A pattern for one part. */
  record Part(Field field, Wildcard pattern) {
    boolean matches(Found found) {
      return pattern.matches(
          switch (field) {
            case GROUP -> found.group();
            case NAME -> found.name();
            case VERSION -> found.version();
          });
    }
  }

  static Filter of(SearchQuery query) {
    List<String> words =
        Arrays.stream(query.text().split("[\\s*?]+", -1)).filter(word -> !word.isEmpty()).toList();
    return new Filter(
        query.terms().stream()
            .map(term -> new Part(term.field(), new Wildcard(term.pattern())))
            .toList(),
        words.stream().filter(Filter::indexed).map(word -> word.toLowerCase(Locale.ROOT)).toList(),
        words.stream().filter(word -> !indexed(word)).toList(),
        query.releases());
  }

  boolean matches(Found found) {
    return terms.stream().allMatch(term -> term.matches(found))
        && beginnings.stream().allMatch(found.name()::startsWith)
        && (words.isEmpty() || hasWords(found))
        && (releases.isEmpty() || releases.get() == type(found));
  }

  /** Whether it lets everything pass. */
  boolean open() {
    return terms.isEmpty() && words.isEmpty() && beginnings.isEmpty() && releases.isEmpty();
  }

  /** Texts, of three characters or more, that are in all that match. */
  List<String> fragments() {
    return Stream.concat(
            words.stream(),
            terms.stream()
                .flatMap(term -> term.pattern().fragments().stream())
                .filter(Filter::indexed))
        .distinct()
        .toList();
  }

  /** A text that is the whole of a part of all that match. */
  Optional<String> exact(Field field) {
    return of(field).filter(Wildcard::exact).map(Wildcard::text).findFirst();
  }

  /** What a part of all that match begins with; empty for anything. */
  String prefix(Field field) {
    Stream<String> prefixes = of(field).map(Wildcard::prefix);
    return (field == Field.NAME ? Stream.concat(prefixes, beginnings.stream()) : prefixes)
        .max((one, other) -> Integer.compare(one.length(), other.length()))
        .orElse("");
  }

  private Stream<Wildcard> of(Field field) {
    return terms.stream().filter(term -> term.field() == field).map(Part::pattern);
  }

  private static ReleaseType type(Found found) {
    return Version.of(found.version()).prerelease()
        ? ReleaseType.PRERELEASES
        : ReleaseType.RELEASES;
  }

  private boolean hasWords(Found found) {
    String all =
        (found.group() + '\n' + found.name() + '\n' + found.version()).toLowerCase(Locale.ROOT);
    return words.stream().allMatch(all::contains);
  }

  private static boolean indexed(String word) {
    return word.codePointCount(0, word.length()) >= SHORTEST;
  }
}
