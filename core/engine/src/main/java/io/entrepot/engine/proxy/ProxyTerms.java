package io.entrepot.engine.proxy;

import io.entrepot.spi.format.Settings;
import io.entrepot.spi.proxy.Freshness;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a repository believes what it knows of its upstream.
 *
 * @param metadata how long metadata counts as current; empty for ever
 * @param content how long content does; empty for ever
 * @param absence how long a 404 counts; zero for not at all
 * @param setback how long upstream is not asked again for something that it failed to say is
 *     current; zero where an upstream that fails is never left alone
 */
record ProxyTerms(
    Optional<Duration> metadata, Optional<Duration> content, Duration absence, Duration setback) {

  private static final Duration SETBACK = Duration.ofSeconds(10);
  private static final long DAY = 1440;
  private static final long EVER = 100 * 366 * DAY;

  /** Those of a repository: minutes, and less than 0 for ever. */
  static ProxyTerms of(Settings settings) {
    boolean remembering =
        settings.text("negativeCache.enabled").map(Boolean::parseBoolean).orElse(true);
    long minutes = settings.number("negativeCache.timeToLive").orElse(DAY);
    return new ProxyTerms(
        age(settings, "proxy.metadataMaxAge"),
        age(settings, "proxy.contentMaxAge"),
        remembering ? Duration.ofMinutes(minutes < 0 ? EVER : minutes) : Duration.ZERO,
        settings.text("httpClient.autoBlock").map(Boolean::parseBoolean).orElse(true)
            ? SETBACK
            : Duration.ZERO);
  }

  /** How long something of that kind counts as current; empty for ever. */
  Optional<Duration> age(Freshness freshness) {
    return switch (freshness) {
      case METADATA -> metadata;
      case CONTENT -> content;
      case FOREVER -> Optional.empty();
    };
  }

  private static Optional<Duration> age(Settings settings, String path) {
    long minutes = settings.number(path).orElse(DAY);
    return minutes < 0 ? Optional.empty() : Optional.of(Duration.ofMinutes(minutes));
  }
}
