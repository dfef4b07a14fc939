package io.entrepot.spi.format;

import java.util.List;
import java.util.Set;

/**
 * What a format is called and what it can do.
 *
 * @param name lower-case letters and digits: in REST paths, privileges and the database. No hyphen:
 *     in the name of a privilege it ends where the repository's name begins
 * @param label for people
 * @param types the repository types it has
 * @param connectorGroup the group of the settings document that holds {@code httpPort}, {@code
 *     httpsPort} and {@code subdomain}
 * @param fields its own settings
 * @param searchFields its own words for what components are found by
 */
public record FormatDescriptor(
    String name,
    String label,
    Set<RepositoryType> types,
    String connectorGroup,
    List<SettingsField> fields,
    List<SearchField> searchFields) {

  public FormatDescriptor {
    if (!name.matches("[a-z][a-z0-9]{0,30}")) {
      throw new IllegalArgumentException("'" + name + "' is not a format name");
    }
    types = Set.copyOf(types);
    fields = List.copyOf(fields);
    searchFields = List.copyOf(searchFields);
  }

  /** A format without words of its own for a search. */
  public FormatDescriptor(
      String name,
      String label,
      Set<RepositoryType> types,
      String connectorGroup,
      List<SettingsField> fields) {
    this(name, label, types, connectorGroup, fields, List.of());
  }

  /** The same with words of its own for a search. */
  public FormatDescriptor searchedBy(List<SearchField> words) {
    return new FormatDescriptor(name, label, types, connectorGroup, fields, words);
  }
}
