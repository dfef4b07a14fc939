package io.entrepot.engine.admin;

import io.entrepot.engine.admin.CleanupPolicy.ReleaseType;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.page.Cursor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is looked for: what meets all of it.
 *
 * @param repositories where: nothing is found elsewhere. Who asks sees to it that these are
 *     repositories that the caller may see
 * @param terms what group, name and version must be
 * @param digests checksums that an asset must have, as far as they were computed
 * @param text words, with blanks between them: each must be in group, name or version, upper and
 *     lower case alike; a word of less than three characters must begin the name, as it is written
 * @param order the order of what is found
 * @param descending whether the order is turned around
 * @param from a cursor of an earlier page of the same search
 * @param limit at most so many, 1 to 1,000
 * @param behind of a repository, those in front of it: a component that one of these has by the
 *     same name is not found in it, nor an asset that one of these has at the same path
 * @param releases which versions; all if empty. What has no version is no pre-release
 */
public record SearchQuery(
    List<String> repositories,
    List<Term> terms,
    List<Digest> digests,
    String text,
    SearchOrder order,
    boolean descending,
    Cursor from,
    int limit,
    Map<String, List<String>> behind,
    Optional<ReleaseType> releases) {

  /** A part of a component's name. */
  public enum Field {
    GROUP,
    NAME,
    VERSION
  }

  /**
   * What one part must be.
   *
   * @param pattern as written; {@code *} stands for any characters, {@code ?} for one
   */
  public record Term(Field field, String pattern) {}

  public SearchQuery {
    repositories = List.copyOf(repositories);
    terms = List.copyOf(terms);
    digests = List.copyOf(digests);
    behind = Map.copyOf(behind);
    if (limit < 1 || limit > 1000) {
      throw new IllegalArgumentException("a page has 1 to 1000 items, not " + limit);
    }
  }

  /** Of all versions. */
  public SearchQuery(
      List<String> repositories,
      List<Term> terms,
      List<Digest> digests,
      String text,
      SearchOrder order,
      boolean descending,
      Cursor from,
      int limit,
      Map<String, List<String>> behind) {
    this(
        repositories,
        terms,
        digests,
        text,
        order,
        descending,
        from,
        limit,
        behind,
        Optional.empty());
  }

  /** With no repository behind another. */
  public SearchQuery(
      List<String> repositories,
      List<Term> terms,
      List<Digest> digests,
      String text,
      SearchOrder order,
      boolean descending,
      Cursor from,
      int limit) {
    this(repositories, terms, digests, text, order, descending, from, limit, Map.of());
  }

  /** The same from another page on. */
  public SearchQuery after(Cursor cursor) {
    return new SearchQuery(
        repositories, terms, digests, text, order, descending, cursor, limit, behind, releases);
  }

  /** The same for some versions alone. */
  public SearchQuery only(ReleaseType type) {
    return new SearchQuery(
        repositories,
        terms,
        digests,
        text,
        order,
        descending,
        from,
        limit,
        behind,
        Optional.of(type));
  }

  /** The same with repositories behind others. */
  public SearchQuery behind(Map<String, List<String>> others) {
    return new SearchQuery(
        repositories, terms, digests, text, order, descending, from, limit, others, releases);
  }

  /** Each of some repositories behind those before it, as a group has its members. */
  public static Map<String, List<String>> inOrder(List<String> members) {
    Map<String, List<String>> behind = new HashMap<>();
    for (int i = 1; i < members.size(); i++) {
      behind.put(members.get(i), members.subList(0, i));
    }
    return behind;
  }

  /** All that some repositories have, in the order of groups. */
  public static SearchQuery in(List<String> repositories, Cursor from, int limit) {
    return new SearchQuery(
        repositories, List.of(), List.of(), "", SearchOrder.GROUP, false, from, limit);
  }
}
