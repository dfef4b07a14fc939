package io.entrepot.engine.admin;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What repositories can do without: components for which all criteria hold that are set, but never
 * the newest of a name that {@code retain} keeps. At least one criterion is set.
 *
 * @param name unique
 * @param format the format of the repositories that it is for; {@link #ANY_FORMAT} for all
 * @param notes for people
 * @param lastBlobUpdated the bytes of none of its assets were set for so many days
 * @param lastDownloaded none of its assets was read for so many days; where it never was, since its
 *     bytes were set, but not before reads were noted
 * @param releases whether it is a pre-release, by its version
 * @param assetRegex a regular expression that the whole path of one of its assets matches
 * @param retain so many newest of those that have the same group and name, and fit {@code releases}
 *     and {@code assetRegex}, stay
 * @param sortBy what makes one newer than another
 */
public record CleanupPolicy(
    String name,
    String format,
    String notes,
    OptionalInt lastBlobUpdated,
    OptionalInt lastDownloaded,
    Optional<ReleaseType> releases,
    Optional<String> assetRegex,
    OptionalInt retain,
    SortBy sortBy) {

  /** For repositories of any format. */
  public static final String ANY_FORMAT = "*";

  /** Which versions. */
  public enum ReleaseType {
    /** Those that are no pre-releases. */
    RELEASES,
    /** Those that are: {@code 1.0-SNAPSHOT}, {@code 2.0.0-rc.1}. */
    PRERELEASES
  }

  /** What makes a component newer. */
  public enum SortBy {
    /** Its version. */
    VERSION,
    /** When its bytes were set. */
    DATE
  }
}
