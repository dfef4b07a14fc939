package io.entrepot.spi.format;

import java.util.List;
import java.util.Set;

/**
 * A setting of a repository, as REST, the shell and the console ask for it.
 *
 * @param path its place in the settings document, dots between: {@code storage.writePolicy}
 * @param kind what values it has
 * @param defaultValue the value where none is given, in its written form; empty if it has none
 * @param choices for {@link Kind#CHOICE}: the values, upper or lower case alike
 * @param label a few words for a form
 * @param help a sentence for a form
 * @param types the repository types that have it
 */
public record SettingsField(
    String path,
    Kind kind,
    String defaultValue,
    List<String> choices,
    String label,
    String help,
    Set<RepositoryType> types) {

  /** What values a setting has. */
  public enum Kind {
    FLAG,
    NUMBER,
    TEXT,
    CHOICE,
    /** Texts, in order, each of them once. */
    LIST,
    /** A text that is sealed where it is kept, and never shown again. */
    SECRET
  }

  public SettingsField {
    choices = List.copyOf(choices);
    types = Set.copyOf(types);
  }
}
