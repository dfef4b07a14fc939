package io.entrepot.engine.rest;

import io.entrepot.engine.admin.CleanupPolicy.ReleaseType;
import io.entrepot.engine.admin.FormatView;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.RepositoryAdmin;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.admin.SearchOrder;
import io.entrepot.engine.admin.SearchQuery;
import io.entrepot.engine.admin.SearchQuery.Field;
import io.entrepot.engine.admin.SearchQuery.Term;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.format.SearchField;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.page.Cursor;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The parameters of a search: the common ones, and those of the formats that are installed. */
final class SearchParameters {

  /** How many items a page has, as in Nexus Repository. */
  static final int PAGE = 50;

  private final Sights sights;
  private final RepositoryAdmin repositories;

  SearchParameters(Sights sights, RepositoryAdmin repositories) {
    this.sights = sights;
    this.repositories = repositories;
  }

  /**
   * A search.
   *
   * @param holders where, and what shows it to the caller
   */
  record Search(SearchQuery query, Holders holders) {}

  /**
   * What a caller looks for, where the caller may look.
   *
   * @throws RefusedException if a parameter is not known or its value is wrong
   */
  Search read(Caller caller, MultivaluedMap<String, String> parameters)
      throws RefusedException, ProblemException {
    List<Predicate<RepositoryDefinition>> where = new ArrayList<>();
    List<Term> terms = new ArrayList<>();
    List<Digest> digests = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
      for (String value : parameter.getValue()) {
        String name = parameter.getKey();
        if (value.isEmpty()) {
          continue;
        }
        switch (name) {
          case "sort", "direction", "continuationToken", "timeout", "prerelease" -> {}
          case "q", "keyword" -> texts.add(value);
          case "repository", "repositoryName" ->
              where.add(definition -> definition.name().equals(value));
          case "format" -> where.add(definition -> definition.recipe().format().equals(value));
          case "group" -> terms.add(new Term(Field.GROUP, value));
          case "name" -> terms.add(new Term(Field.NAME, value));
          case "version" -> terms.add(new Term(Field.VERSION, value));
          case "md5", "sha1", "sha256", "sha512" -> digests.add(digest(name, name + ":" + value));
          default -> {
            Optional<FormatField> known = formatField(name);
            if (known.isEmpty()) {
              throw wrong(name, "is not a parameter of a search");
            }
            where.add(definition -> definition.recipe().format().equals(known.get().format()));
            add(known.get().field(), value, terms, digests);
          }
        }
      }
    }
    Holders open =
        Holders.of(
            repositories,
            sights.open(caller, where.stream().reduce(Predicate::and).orElse(any -> true)));
    Optional<ReleaseType> releases = releases(first(parameters, "prerelease", ""));
    Cursor from = Cursor.after(first(parameters, "continuationToken", ""));
    SearchQuery query =
        new SearchQuery(
            open.names(),
            terms,
            digests,
            String.join(" ", texts),
            order(first(parameters, "sort", "group")),
            descending(first(parameters, "direction", "asc")),
            from,
            PAGE,
            open.behind());
    return new Search(releases.map(query::only).orElse(query), open);
  }

  private record FormatField(String format, SearchField field) {}

  private Optional<FormatField> formatField(String parameter) {
    for (FormatView format : repositories.formats()) {
      Optional<FormatField> found =
          format.descriptor().stream()
              .flatMap(descriptor -> descriptor.searchFields().stream())
              .filter(field -> field.parameter().equals(parameter))
              .map(field -> new FormatField(format.name(), field))
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static void add(SearchField field, String value, List<Term> terms, List<Digest> digests)
      throws RefusedException {
    switch (field.part()) {
      case GROUP -> terms.add(new Term(Field.GROUP, value));
      case NAME -> terms.add(new Term(Field.NAME, value));
      case VERSION -> terms.add(new Term(Field.VERSION, value));
      case DIGEST -> digests.add(digest(field.parameter(), value));
    }
  }

  private static Digest digest(String parameter, String text) throws RefusedException {
    int colon = text.indexOf(':');
    try {
      return new Digest(
          DigestAlgorithm.valueOf(text.substring(0, Math.max(0, colon)).toUpperCase(Locale.ROOT)),
          text.substring(colon + 1).toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      RefusedException refusal =
          wrong(parameter, "'" + text.substring(colon + 1) + "' is not a checksum");
      refusal.initCause(e);
      throw refusal;
    }
  }

  private static SearchOrder order(String text) throws RefusedException {
    return switch (text) {
      case "group" -> SearchOrder.GROUP;
      case "name" -> SearchOrder.NAME;
      case "version" -> SearchOrder.VERSION;
      case "repository" -> SearchOrder.REPOSITORY;
      default ->
          throw wrong("sort", "'" + text + "' is not one of group, name, version, repository");
    };
  }

  private static boolean descending(String text) throws RefusedException {
    return switch (text) {
      case "asc" -> false;
      case "desc" -> true;
      default -> throw wrong("direction", "'" + text + "' is neither asc nor desc");
    };
  }

  private static Optional<ReleaseType> releases(String text) throws RefusedException {
    return switch (text) {
      case "" -> Optional.empty();
      case "true" -> Optional.of(ReleaseType.PRERELEASES);
      case "false" -> Optional.of(ReleaseType.RELEASES);
      default -> throw wrong("prerelease", "'" + text + "' is neither true nor false");
    };
  }

  private static String first(
      MultivaluedMap<String, String> parameters, String name, String otherwise) {
    String value = parameters.getFirst(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }

  private static RefusedException wrong(String parameter, String problem) {
    return new RefusedException(Kind.INVALID, parameter, parameter + ": " + problem);
  }
}
