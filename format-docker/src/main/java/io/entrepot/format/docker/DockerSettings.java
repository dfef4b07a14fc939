package io.entrepot.format.docker;

import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.format.Settings;
import io.entrepot.spi.format.SettingsField;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The settings of docker repositories. Ports and host name are the engine's own. */
final class DockerSettings {

  static final String FORCE_BASIC_AUTH = "docker.forceBasicAuth";
  static final String V1_ENABLED = "docker.v1Enabled";
  static final String PATH_ENABLED = "docker.pathEnabled";
  static final String SPARSE_INDEXES = "docker.sparseIndexes";
  static final String UNTAGGED_DAYS = "docker.untaggedRetentionDays";
  static final String LATEST_POLICY = "storage.latestPolicy";

  private static final long MOST_DAYS = 36_500;

  private DockerSettings() {}

  static List<SettingsField> fields() {
    return List.of(
        flag(
            FORCE_BASIC_AUTH,
            false,
            "Basic authentication only",
            "Ask for a user name and a password rather than offer tokens; nobody pulls"
                + " anonymously then."),
        flag(
            V1_ENABLED,
            true,
            "Search for docker search",
            "Answer the part of Docker's first protocol that docker search uses."),
        flag(
            PATH_ENABLED,
            true,
            "Images on the shared ports",
            "Serve <host>/<repository>/<image> beside the ports and names of the repository's"
                + " own."),
        flag(
            LATEST_POLICY,
            false,
            "Let 'latest' be moved",
            "With write policy ALLOW_ONCE, the tag 'latest' may be moved all the same."),
        flag(
            SPARSE_INDEXES,
            false,
            "Sparse indexes",
            "Take an index although not all manifests that it lists have been pushed."),
        new SettingsField(
            UNTAGGED_DAYS,
            SettingsField.Kind.NUMBER,
            "",
            List.of(),
            "Days for untagged manifests",
            "How many days a manifest stays that has no tag any more, is in no index and is about"
                + " no manifest that stays. Without a number it stays for ever.",
            Set.of(RepositoryType.HOSTED)));
  }

  /** How long manifests stay that nothing needs; empty if for ever. */
  static Optional<Duration> untaggedRetention(Settings settings) {
    OptionalLong days = settings.number(UNTAGGED_DAYS);
    if (days.isEmpty()) {
      return Optional.empty();
    }
    if (days.getAsLong() < 0 || days.getAsLong() > MOST_DAYS) {
      throw new IllegalArgumentException(
          "%s is %d, not from 0 to %d".formatted(UNTAGGED_DAYS, days.getAsLong(), MOST_DAYS));
    }
    return Optional.of(Duration.ofDays(days.getAsLong()));
  }

  private static SettingsField flag(String path, boolean value, String label, String help) {
    return new SettingsField(
        path,
        SettingsField.Kind.FLAG,
        Boolean.toString(value),
        List.of(),
        label,
        help,
        Set.of(RepositoryType.HOSTED));
  }
}
