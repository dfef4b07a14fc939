package io.entrepot.engine;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * How this server was started: what an operator says in the environment or in {@code
 * entrepot.properties}, and the launcher hands on as properties {@code entrepot.*}. A service.
 *
 * @param data the folder that holds all that changes: absolute
 * @param httpPort the shared HTTP port, 1 to 65535
 * @param httpsPort the shared HTTPS port, another one
 * @param httpHost the address that all ports listen on
 * @param adminPasswordFile the file whose first line is the first password
 * @param publicUrl scheme, host and port under which clients know the server, if they are fixed:
 *     without a trailing slash
 * @param trustedProxies addresses and networks ({@code 10.0.0.0/8}) whose {@code Forwarded} fields
 *     count
 * @param hostNames names and addresses that the server's certificate is made out to, beside those
 *     of the machine
 * @param stopTimeout how long requests in flight may take to end when the server stops
 * @param storageReserve bytes that uploads leave free on each file system with the database or
 *     blobs
 * @param undoWindow for how long a removed repository can be restored; zero if not at all
 * @param outbound how proxies reach their upstreams
 */
@Component(service = Environment.class)
public record Environment(
    Path data,
    int httpPort,
    int httpsPort,
    String httpHost,
    Optional<Path> adminPasswordFile,
    Optional<URI> publicUrl,
    List<String> trustedProxies,
    List<String> hostNames,
    Duration stopTimeout,
    long storageReserve,
    Duration undoWindow,
    Outbound outbound) {

  private static final int HTTP_PORT = 8081;
  private static final int HTTPS_PORT = 8443;
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
  private static final long STORAGE_RESERVE = 256L << 20;
  private static final Duration UNDO_WINDOW = Duration.ofDays(7);
  private static final String HTTP_HOST = "0.0.0.0";

  public Environment {
    if (httpPort == httpsPort) {
      throw new IllegalArgumentException(
          "entrepot.http.port and entrepot.https.port are both " + httpPort + ": they must differ");
    }
    trustedProxies = List.copyOf(trustedProxies);
    hostNames = List.copyOf(hostNames);
  }

  /** An environment that says nothing but the folder and the ports, for 127.0.0.1. */
  public Environment(Path data, int httpPort, int httpsPort) {
    this(
        data,
        httpPort,
        httpsPort,
        "127.0.0.1",
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        STOP_TIMEOUT,
        STORAGE_RESERVE,
        UNDO_WINDOW,
        Outbound.allowing());
  }

  private Environment(Environment read) {
    this(
        read.data,
        read.httpPort,
        read.httpsPort,
        read.httpHost,
        read.adminPasswordFile,
        read.publicUrl,
        read.trustedProxies,
        read.hostNames,
        read.stopTimeout,
        read.storageReserve,
        read.undoWindow,
        read.outbound);
  }

  /** The environment that the framework's and the system's properties describe. */
  @Activate
  public Environment(BundleContext context) {
    this(read(context::getProperty));
  }

  /**
   * Reads the properties {@code entrepot.*}.
   *
   * @param properties gives a property's value, or null if it is not set
   * @throws IllegalArgumentException naming the property and its value if that is wrong
   */
  public static Environment read(Function<String, String> properties) {
    Function<String, Optional<String>> set =
        name ->
            Optional.ofNullable(properties.apply(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    return new Environment(
        set.apply("entrepot.data")
            .map(value -> path("entrepot.data", value))
            .orElseThrow(() -> new IllegalArgumentException("entrepot.data is not set")),
        port(set, "entrepot.http.port", HTTP_PORT),
        port(set, "entrepot.https.port", HTTPS_PORT),
        set.apply("entrepot.http.host").orElse(HTTP_HOST),
        set.apply("entrepot.admin.password.file")
            .map(value -> path("entrepot.admin.password.file", value)),
        set.apply("entrepot.public.url").map(Environment::publicUrl),
        words(set.apply("entrepot.trusted.proxies")),
        words(set.apply("entrepot.host.names")),
        set.apply("entrepot.stop.timeout").map(Environment::seconds).orElse(STOP_TIMEOUT),
        set.apply("entrepot.storage.reserve").map(Environment::bytes).orElse(STORAGE_RESERVE),
        set.apply("entrepot.repository.undo.days").map(Environment::days).orElse(UNDO_WINDOW),
        new Outbound(
            words(set.apply("entrepot.upstream.allow")),
            set.apply("entrepot.upstream.proxy").map(Outbound::proxy),
            words(set.apply("entrepot.upstream.no.proxy")),
            set.apply("entrepot.version").orElse("dev")));
  }

  private static int port(Function<String, Optional<String>> set, String name, int otherwise) {
    String value = set.apply(name).orElse(Integer.toString(otherwise));
    if (!value.matches("[0-9]{1,5}")
        || Integer.parseInt(value) < 1
        || Integer.parseInt(value) > 65535) {
      throw wrong(name, value, "is not a port: a number from 1 to 65535");
    }
    return Integer.parseInt(value);
  }

  private static Path path(String name, String value) {
    try {
      return Path.of(value).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw wrong(name, value, "is not a path: " + e.getReason());
    }
  }

  private static URI publicUrl(String value) {
    String problem = "is not of the form https://host or https://host:port";
    try {
      URI url = new URI(value.replaceFirst("/+$", ""));
      String scheme = Objects.requireNonNullElse(url.getScheme(), "").toLowerCase(Locale.ROOT);
      if (!List.of("http", "https").contains(scheme)
          || url.getHost() == null
          || !url.getRawPath().isEmpty()
          || url.getRawQuery() != null
          || url.getRawFragment() != null
          || url.getRawUserInfo() != null) {
        throw wrong("entrepot.public.url", value, problem);
      }
      return url;
    } catch (URISyntaxException e) {
      throw wrong("entrepot.public.url", value, problem);
    }
  }

  private static Duration seconds(String value) {
    if (!value.matches("[0-9]{1,5}")) {
      throw wrong("entrepot.stop.timeout", value, "is not a number of seconds from 0 to 99999");
    }
    return Duration.ofSeconds(Integer.parseInt(value));
  }

  private static Duration days(String value) {
    if (!value.matches("[0-9]{1,4}")) {
      throw wrong("entrepot.repository.undo.days", value, "is not a number of days from 0 to 9999");
    }
    return Duration.ofDays(Integer.parseInt(value));
  }

  private static long bytes(String value) {
    if (!value.matches("[0-9]{1,18}")) {
      throw wrong("entrepot.storage.reserve", value, "is not a number of bytes");
    }
    return Long.parseLong(value);
  }

  private static List<String> words(Optional<String> list) {
    return Stream.of(list.orElse("").split("[,\\s]+")).filter(word -> !word.isEmpty()).toList();
  }

  private static IllegalArgumentException wrong(String name, String value, String problem) {
    return new IllegalArgumentException(name + ": '" + value + "' " + problem);
  }
}
