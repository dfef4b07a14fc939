package io.entrepot.engine.upstream;

import io.entrepot.spi.format.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How one upstream is to be asked.
 *
 * @param base the configured URL, without a trailing slash
 * @param site of the base: where credentials go
 * @param blocked whether it is not to be asked
 * @param autoBlock whether it is left alone for a while when it fails
 * @param retries how often a request is sent again that failed before its answer began
 * @param patience how long a connection, the head of an answer and each next byte may take
 * @param slowest how many bytes of a body have to come in a second, averaged over a minute
 * @param agentSuffix what is added to {@code User-Agent}; may be empty
 * @param circularRedirects whether a redirect may lead where the request was already
 * @param cookies whether cookies are kept and sent
 * @param credentials who asks
 * @param realmHosts hosts of token realms that get the credentials too
 * @param trusted PEM of authorities that are trusted beside the machine's
 * @param client PEM of a client certificate's chain and key
 */
record UpstreamSettings(
    URI base,
    Site site,
    boolean blocked,
    boolean autoBlock,
    int retries,
    Duration patience,
    long slowest,
    String agentSuffix,
    boolean circularRedirects,
    boolean cookies,
    Credentials credentials,
    Set<String> realmHosts,
    Optional<String> trusted,
    Optional<String> client) {

  static final String REMOTE_URL = "proxy.remoteUrl";
  static final String REALM_HOSTS = "httpClient.authentication.realmHosts";
  private static final String CONNECTION = "httpClient.connection.";
  private static final String AUTHENTICATION = "httpClient.authentication.";
  private static final Pattern USER = Pattern.compile("[^:]+");
  private static final Pattern TOKEN = Pattern.compile("[!-~]+");
  private static final Pattern REALM_HOST =
      Pattern.compile("[a-z0-9]([a-z0-9._-]*[a-z0-9])?", Pattern.CASE_INSENSITIVE);
  private static final int RETRIES = 2;
  private static final int PATIENCE = 20;
  private static final int SLOWEST = 100;

  /**
   * Reads them.
   *
   * @throws WrongSettingException naming the setting and its value if that is wrong
   */
  static UpstreamSettings of(Settings settings) {
    URI base = base(settings.text(REMOTE_URL).orElse(""));
    return new UpstreamSettings(
        base,
        Site.of(base).orElseThrow(),
        settings.flag("httpClient.blocked"),
        settings.text("httpClient.autoBlock").map(Boolean::parseBoolean).orElse(true),
        (int) settings.number(CONNECTION + "retries").orElse(RETRIES),
        Duration.ofSeconds(settings.number(CONNECTION + "timeout").orElse(PATIENCE)),
        settings.number(CONNECTION + "minimumSpeed").orElse(SLOWEST),
        settings.text(CONNECTION + "userAgentSuffix").orElse(""),
        settings.flag(CONNECTION + "enableCircularRedirects"),
        settings.flag(CONNECTION + "enableCookies"),
        credentials(settings),
        settings.list(REALM_HOSTS).stream()
            .map(UpstreamSettings::realmHost)
            .collect(Collectors.toUnmodifiableSet()),
        settings.text(CONNECTION + "trustedCertificates"),
        settings.text(CONNECTION + "clientCertificate"));
  }

  private static String realmHost(String host) {
    if (!REALM_HOST.matcher(host).matches()) {
      throw new WrongSettingException(REALM_HOSTS, "'" + host + "' is not a host name");
    }
    return host.toLowerCase(Locale.ROOT);
  }

  private static URI base(String written) {
    try {
      URI url = new URI(written.replaceFirst("/+$", ""));
      if (Site.of(url).isPresent()
          && url.getRawUserInfo() == null
          && url.getRawQuery() == null
          && url.getRawFragment() == null) {
        AddressGuard.checkForm(Site.of(url).get().host());
        return url;
      }
    } catch (URISyntaxException | ForbiddenAddressException e) {
      // Told below.
    }
    throw new WrongSettingException(
        REMOTE_URL, "'" + shown(written) + "' is not of the form https://host/path");
  }

  /** A password that stands where none belongs is not told on. */
  private static String shown(String url) {
    return url.replaceFirst("//[^/@]*@", "//***@").replaceAll("\\p{Cntrl}", "?");
  }

  private static Credentials credentials(Settings settings) {
    String type = settings.text(AUTHENTICATION + "type").orElse("");
    Optional<String> user = settings.text(AUTHENTICATION + "username");
    if (type.isEmpty() && user.isPresent()) {
      throw new WrongSettingException(
          AUTHENTICATION + "type", "is missing beside " + AUTHENTICATION + "username");
    }
    if (type.equalsIgnoreCase("bearerToken")) {
      return Credentials.bearer(
          required(settings, AUTHENTICATION + "bearerToken", "is missing, or is no token"));
    }
    if (type.equalsIgnoreCase("username")) {
      return Credentials.basic(
          required(settings, AUTHENTICATION + "username", "is missing, or has a colon"),
          settings.text(AUTHENTICATION + "password").orElse(""),
          settings.flag(AUTHENTICATION + "preemptive"));
    }
    return Credentials.none();
  }

  private static String required(Settings settings, String path, String problem) {
    Pattern form = path.endsWith("username") ? USER : TOKEN;
    return settings
        .text(path)
        .filter(text -> form.matcher(text).matches())
        .orElseThrow(() -> new WrongSettingException(path, problem));
  }

  /** Where an address is that is relative to the base, or absolute. */
  Optional<URI> resolve(String address) {
    try {
      if (address.matches("(?i)[a-z][a-z0-9+.-]*://.*")) {
        return Optional.of(new URI(address));
      }
      URI whole = new URI(base + "/" + address.replaceFirst("^/+", ""));
      // A server would take these off the path of the base.
      boolean climbs =
          whole.getPath().matches("(.*/)?\\.\\.?(/.*)?")
              || !whole.getRawAuthority().equals(base.getRawAuthority());
      return climbs ? Optional.empty() : Optional.of(whole);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** The URL alone: the rest is partly secret. */
  @Override
  public String toString() {
    return base.toString();
  }
}
