package io.entrepot.format.raw;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Media types by the ending of a file's name ({@code types.properties}). A name's longest known
 * ending counts: {@code a.tar.gz} is looked up as {@code tar.gz}, then {@code gz}.
 */
final class MediaTypes {

  private static final String UNKNOWN = "application/octet-stream";

  /** What clients send that were told nothing; curl sends the second with {@code --data-binary}. */
  private static final Set<String> MEANINGLESS =
      Set.of(UNKNOWN, "application/x-www-form-urlencoded", "binary/octet-stream");

  /** RFC 9110 §8.3.1. */
  private static final Pattern TYPE =
      Pattern.compile("[\\w!#$%&'*+.^`|~-]{1,100}/[\\w!#$%&'*+.^`|~-]{1,100}(\\s*;[ -~]{0,200})?");

  private final Map<String, String> byEnding;

  private MediaTypes(Map<String, String> byEnding) {
    this.byEnding = byEnding;
  }

  /** Reads the table that is in this bundle. */
  static MediaTypes load() {
    Properties table = new Properties();
    try (InputStream in = MediaTypes.class.getResourceAsStream("types.properties")) {
      table.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new MediaTypes(
        table.stringPropertyNames().stream()
            .collect(Collectors.toUnmodifiableMap(ending -> ending, table::getProperty)));
  }

  /**
   * The type that a file gets: the one that the client says, unless that says nothing; then the one
   * of its name.
   *
   * @param strict whether a client is refused whose type is another than the name's. What is in the
   *     file is not looked at
   */
  String choose(Optional<String> declared, AssetPath path, boolean strict) throws ProblemException {
    Optional<String> byName = of(path.name());
    Optional<String> said =
        declared.map(String::strip).filter(type -> !MEANINGLESS.contains(essence(type)));
    if (said.isEmpty()) {
      return byName.orElse(UNKNOWN);
    }
    if (!TYPE.matcher(said.get()).matches()) {
      throw new Problem(
              400, "INVALID_CONTENT_TYPE", "Content-Type '" + said.get() + "' is no media type")
          .asException();
    }
    if (strict && byName.isPresent() && !alike(essence(said.get()), byName.get())) {
      throw new Problem(
              400,
              "INVALID_CONTENT_TYPE",
              "Content-Type '%s' does not go with the name '%s', which is of type '%s' (strict content type validation)"
                  .formatted(said.get(), path.name(), byName.get()))
          .asException();
    }
    return said.get();
  }

  private Optional<String> of(String name) {
    String lowered = name.toLowerCase(Locale.ROOT);
    for (int dot = lowered.indexOf('.'); dot >= 0; dot = lowered.indexOf('.', dot + 1)) {
      String type = byEnding.get(lowered.substring(dot + 1));
      if (type != null) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Types have old names: {@code text/xml}, {@code application/x-gzip}; and text is text. */
  private static boolean alike(String one, String other) {
    return subtype(one).equals(subtype(other))
        || (one.equals("text/plain") && (other.startsWith("text/") || isText(subtype(other))));
  }

  private static boolean isText(String subtype) {
    return subtype.matches("(.*\\+)?(json|xml|yaml|javascript)");
  }

  private static String subtype(String type) {
    String subtype = type.substring(type.indexOf('/') + 1);
    return subtype.startsWith("x-") ? subtype.substring(2) : subtype;
  }

  private static String essence(String type) {
    int semicolon = type.indexOf(';');
    String bare = semicolon < 0 ? type : type.substring(0, semicolon);
    return bare.strip().toLowerCase(Locale.ROOT);
  }
}
