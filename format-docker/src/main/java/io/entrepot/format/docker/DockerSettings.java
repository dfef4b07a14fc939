package io.entrepot.format.docker;

import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.format.Settings;
import io.entrepot.spi.format.SettingsField;
import java.time.Duration;
import java.util.EnumSet;
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
  static final String MIRROR_MODE = "docker.mirrorMode";
  static final String INDEX_TYPE = "dockerProxy.indexType";
  static final String INDEX_URL = "dockerProxy.indexUrl";
  static final String CACHE_FOREIGN_LAYERS = "dockerProxy.cacheForeignLayers";
  static final String FOREIGN_LAYER_URLS = "dockerProxy.foreignLayerUrlWhitelist";

  private static final Set<RepositoryType> ALL = EnumSet.allOf(RepositoryType.class);
  private static final Set<RepositoryType> HOSTED = EnumSet.of(RepositoryType.HOSTED);
  private static final Set<RepositoryType> PROXY = EnumSet.of(RepositoryType.PROXY);

  private static final long MOST_DAYS = 36_500;

  private DockerSettings() {}

  static List<SettingsField> fields() {
    return List.of(
        flag(
            FORCE_BASIC_AUTH,
            false,
            "Basic authentication only",
            "Ask for a user name and a password rather than offer tokens; nobody pulls"
                + " anonymously then.",
            ALL),
        flag(
            V1_ENABLED,
            true,
            "Search for docker search",
            "Answer the part of Docker's first protocol that docker search uses.",
            ALL),
        flag(
            PATH_ENABLED,
            true,
            "Images on the shared ports",
            "Serve <host>/<repository>/<image> beside the ports and names of the repository's"
                + " own.",
            ALL),
        flag(
            LATEST_POLICY,
            false,
            "Let 'latest' be moved",
            "With write policy ALLOW_ONCE, the tag 'latest' may be moved all the same.",
            HOSTED),
        flag(
            SPARSE_INDEXES,
            false,
            "Sparse indexes",
            "Take an index although not all manifests that it lists have been pushed.",
            HOSTED),
        flag(
            MIRROR_MODE,
            false,
            "Mirror of another registry",
            "On ports and host names of its own never look at credentials, which may be meant for"
                + " the registry that this one mirrors: everybody is anonymous there, and only"
                + " pulls.",
            EnumSet.of(RepositoryType.PROXY, RepositoryType.GROUP)),
        new SettingsField(
            INDEX_TYPE,
            SettingsField.Kind.CHOICE,
            DockerIndex.REGISTRY,
            List.of(DockerIndex.HUB, DockerIndex.REGISTRY, DockerIndex.CUSTOM),
            "Index",
            "Who is asked when somebody searches: Docker Hub (the upstream then counts as"
                + " docker.io), the upstream itself, or the index at a URL.",
            PROXY),
        new SettingsField(
            INDEX_URL,
            SettingsField.Kind.TEXT,
            "",
            List.of(),
            "URL of the index",
            "Where a custom index is: what is before v1/search.",
            PROXY),
        flag(
            CACHE_FOREIGN_LAYERS,
            false,
            "Foreign layers",
            "Fetch layers that the upstream has not from the URLs that their manifests name.",
            PROXY),
        new SettingsField(
            FOREIGN_LAYER_URLS,
            SettingsField.Kind.LIST,
            "",
            List.of(),
            "URLs of foreign layers",
            "Regular expressions; a foreign layer is fetched only from a URL that one of them"
                + " matches.",
            PROXY),
        new SettingsField(
            UNTAGGED_DAYS,
            SettingsField.Kind.NUMBER,
            "",
            List.of(),
            "Days for untagged manifests",
            "How many days a manifest stays that has no tag any more, is in no index and is about"
                + " no manifest that stays. Without a number it stays for ever.",
            EnumSet.of(RepositoryType.HOSTED, RepositoryType.PROXY)));
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

  private static SettingsField flag(
      String path, boolean value, String label, String help, Set<RepositoryType> types) {
    return new SettingsField(
        path, SettingsField.Kind.FLAG, Boolean.toString(value), List.of(), label, help, types);
  }
}
