package io.entrepot.engine.repository;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.upstream.Upstreams;
import io.entrepot.engine.upstream.WrongSettingException;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.format.SettingsField;
import io.entrepot.spi.format.SettingsField.Kind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The settings that every proxy has: where its upstream is, and how it is asked. */
final class ProxyFields {

  static final String REMOTE_URL = "proxy.remoteUrl";

  private static final String CONNECTION = "httpClient.connection.";
  private static final String TRUST_STORE = CONNECTION + "useTrustStore";
  private static final String TRUSTED = CONNECTION + "trustedCertificates";
  private static final String AUTHENTICATION = "httpClient.authentication.";
  private static final long TEN_YEARS = 10L * 366 * 24 * 60;

  /** A number's field and its bounds. */
  private record Bounds(String path, long least, long most) {}

  private static final List<Bounds> BOUNDS =
      List.of(
          new Bounds("proxy.contentMaxAge", -1, TEN_YEARS),
          new Bounds("proxy.metadataMaxAge", -1, TEN_YEARS),
          new Bounds("proxy.cacheSizeLimit", 1_000_000, Long.MAX_VALUE),
          new Bounds("negativeCache.timeToLive", -1, TEN_YEARS),
          new Bounds(CONNECTION + "retries", 0, 10),
          new Bounds(CONNECTION + "timeout", 1, 3600),
          new Bounds(CONNECTION + "minimumSpeed", 0, 1_000_000_000));

  private ProxyFields() {}

  static List<SettingsField> all() {
    return List.of(
        field(REMOTE_URL, Kind.TEXT, "", "Remote URL", "Where the upstream is: https://host/path."),
        field(
            "proxy.contentMaxAge",
            Kind.NUMBER,
            "1440",
            "Content maximum age",
            "For how many minutes content counts as current; -1 for ever."),
        field(
            "proxy.metadataMaxAge",
            Kind.NUMBER,
            "1440",
            "Metadata maximum age",
            "For how many minutes metadata counts as current; -1 for ever."),
        field(
            "proxy.cacheSizeLimit",
            Kind.NUMBER,
            "",
            "Cache size limit",
            "Above how many bytes what was used the longest ago is removed: 1000000 or more."),
        field(
            "negativeCache.enabled",
            Kind.FLAG,
            "true",
            "Remember what is missing",
            "Whether upstream is asked no more for a while for what it does not have."),
        field(
            "negativeCache.timeToLive",
            Kind.NUMBER,
            "1440",
            "Missing for",
            "For how many minutes that is; -1 for ever."),
        field(
            "httpClient.blocked", Kind.FLAG, "false", "Blocked", "Whether upstream is not asked."),
        field(
            "httpClient.autoBlock",
            Kind.FLAG,
            "true",
            "Block automatically",
            "Whether an upstream that fails is left alone until it is found to be well again."),
        field(
            CONNECTION + "retries",
            Kind.NUMBER,
            "",
            "Retries",
            "How often a request is sent again that failed before an answer began: 0 to 10, or 2."),
        field(
            CONNECTION + "timeout",
            Kind.NUMBER,
            "",
            "Time-out",
            "How many seconds a connection, an answer and each next byte may take: 1 to 3600, or"
                + " 20."),
        field(
            CONNECTION + "minimumSpeed",
            Kind.NUMBER,
            "",
            "Minimum speed",
            "How many bytes of a body have to come in a second, averaged over each minute of waiting"
                + " for them: 0 for any, or 100."),
        field(
            CONNECTION + "userAgentSuffix",
            Kind.TEXT,
            "",
            "User agent suffix",
            "What is added to the name under which upstream is asked."),
        field(
            CONNECTION + "enableCircularRedirects",
            Kind.FLAG,
            "",
            "Circular redirects",
            "Whether a redirect may lead where the request was already."),
        field(
            CONNECTION + "enableCookies",
            Kind.FLAG,
            "",
            "Cookies",
            "Whether upstream's cookies are kept and sent back to it."),
        field(
            TRUST_STORE,
            Kind.FLAG,
            "",
            "Use trust store",
            "Whether the certificates below are trusted: they are if they are given, and this may"
                + " not say otherwise."),
        field(
            TRUSTED,
            Kind.TEXT,
            "",
            "Trusted certificates",
            "Authorities in PEM that are trusted beside the machine's."),
        field(
            CONNECTION + "clientCertificate",
            Kind.SECRET,
            "",
            "Client certificate",
            "Certificate chain and key in PEM that are shown to upstream."),
        new SettingsField(
            AUTHENTICATION + "type",
            Kind.CHOICE,
            "",
            List.of("username", "bearerToken"),
            "Authentication",
            "Whether upstream wants a password or a token.",
            Set.of(RepositoryType.PROXY)),
        field(AUTHENTICATION + "username", Kind.TEXT, "", "User name", "Who asks upstream."),
        field(AUTHENTICATION + "password", Kind.SECRET, "", "Password", "That user's password."),
        field(
            AUTHENTICATION + "bearerToken",
            Kind.SECRET,
            "",
            "Token",
            "A token that upstream is shown with each request."),
        field(
            AUTHENTICATION + "preemptive",
            Kind.FLAG,
            "",
            "At once",
            "Whether the password is sent before upstream asks for it."),
        field(
            AUTHENTICATION + "realmHosts",
            Kind.LIST,
            "",
            "Token hosts",
            "Hosts that may see the password because upstream says that tokens are had there; its"
                + " own host and those of its domain may anyway."));
  }

  /**
   * Looks at what a document of a proxy says.
   *
   * @throws RefusedException naming the field and its value
   */
  static void check(RepositorySettings settings) throws RefusedException {
    if (settings.text(REMOTE_URL).isEmpty()) {
      throw new RefusedException(
          RefusedException.Kind.INVALID, REMOTE_URL, REMOTE_URL + " is missing");
    }
    for (Bounds bounds : BOUNDS) {
      OptionalLong number = settings.number(bounds.path());
      if (number.isPresent()
          && (number.getAsLong() < bounds.least() || number.getAsLong() > bounds.most())) {
        throw SettingsCheck.wrong(
            bounds.path(),
            number.getAsLong(),
            "is not between " + bounds.least() + " and " + bounds.most());
      }
    }
    requireWhatIsTrusted(settings);
    try {
      Upstreams.check(settings);
    } catch (WrongSettingException e) {
      throw new RefusedException(RefusedException.Kind.INVALID, e.field(), e.getMessage());
    }
  }

  /** There is no store of certificates but the repository's own. */
  private static void requireWhatIsTrusted(RepositorySettings settings) throws RefusedException {
    Optional<String> asked = settings.text(TRUST_STORE);
    boolean given = settings.text(TRUSTED).isPresent();
    if (asked.isPresent() && Boolean.parseBoolean(asked.get()) != given) {
      throw SettingsCheck.wrong(
          TRUST_STORE,
          asked.get(),
          given
              ? "contradicts " + TRUSTED + ", which names certificates to trust"
              : "needs certificates to trust: they stand in " + TRUSTED);
    }
  }

  private static SettingsField field(
      String path, Kind kind, String otherwise, String label, String help) {
    return new SettingsField(
        path, kind, otherwise, List.of(), label, help, Set.of(RepositoryType.PROXY));
  }
}
