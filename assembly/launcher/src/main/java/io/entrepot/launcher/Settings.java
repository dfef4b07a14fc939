package io.entrepot.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The operator's settings: {@code ENTREPOT_*} from the environment, else from {@code
 * entrepot.properties}. The engine knows each as a system property: {@code ENTREPOT_HTTP_PORT} is
 * {@code entrepot.http.port}.
 */
final class Settings {
  static final String HTTP_HOST = "entrepot.http.host";
  static final String HTTP_PORT = "entrepot.http.port";
  static final String HTTPS_PORT = "entrepot.https.port";
  static final String SHELL = "entrepot.shell";
  static final String SHELL_PORT = "entrepot.shell.port";
  static final String STOP_TIMEOUT = "entrepot.stop.timeout";

  private static final String PREFIX = "ENTREPOT_";
  private static final Map<String, String> DEFAULTS =
      Map.of(
          HTTP_HOST, "0.0.0.0",
          HTTP_PORT, "8081",
          HTTPS_PORT, "8443",
          SHELL, "on",
          SHELL_PORT, "8101",
          STOP_TIMEOUT, "30");

  /** Seconds for the rest of a stop, when requests in flight have had theirs. */
  private static final int STOP_MARGIN = 30;

  private final Map<String, String> properties;

  private Settings(Map<String, String> properties) {
    this.properties = Collections.unmodifiableMap(properties);
  }

  /**
   * Reads the settings; what is empty counts as not set.
   *
   * @param file may be missing
   * @throws LaunchException naming the setting, its value and where it stands, if it is wrong
   */
  static Settings read(Map<String, String> environment, Path file) throws LaunchException {
    Map<String, String> properties = new TreeMap<>(DEFAULTS);
    Map<String, String> origins = new TreeMap<>();
    for (Map.Entry<Object, Object> entry : load(file).entrySet()) {
      String name = entry.getKey().toString();
      if (!name.startsWith(PREFIX)) {
        throw new LaunchException(
            "%s: '%s' is no setting: settings start with %s".formatted(file, name, PREFIX));
      }
      put(properties, origins, name, entry.getValue().toString(), file.toString());
    }
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX)) {
            put(properties, origins, name, value, "the environment");
          }
        });
    Settings settings = new Settings(properties);
    settings.check(origins);
    return settings;
  }

  private static Properties load(Path file) throws LaunchException {
    Properties read = new Properties();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        read.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw new LaunchException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
      }
    }
    return read;
  }

  private static void put(
      Map<String, String> properties,
      Map<String, String> origins,
      String name,
      String value,
      String origin) {
    if (value.isBlank()) {
      return;
    }
    String property = name.toLowerCase(Locale.ROOT).replace('_', '.');
    properties.put(property, value.strip());
    origins.put(property, origin);
  }

  private void check(Map<String, String> origins) throws LaunchException {
    for (String name : new String[] {HTTP_PORT, HTTPS_PORT, SHELL_PORT}) {
      String value = properties.get(name);
      if (!value.matches("[0-9]{1,5}")
          || Integer.parseInt(value) < 1
          || Integer.parseInt(value) > 65535) {
        throw wrong(name, "is not a port: a number from 1 to 65535", origins);
      }
    }
    if (!value(STOP_TIMEOUT).matches("[0-9]{1,5}")) {
      throw wrong(STOP_TIMEOUT, "is not a number of seconds from 0 to 99999", origins);
    }
    if (!value(SHELL).matches("on|off")) {
      throw wrong(SHELL, "is neither 'on' nor 'off'", origins);
    }
  }

  private LaunchException wrong(String name, String problem, Map<String, String> origins) {
    return new LaunchException(
        "%s in %s: '%s' %s"
            .formatted(
                name.toUpperCase(Locale.ROOT).replace('.', '_'),
                origins.getOrDefault(name, "the defaults"),
                properties.get(name),
                problem));
  }

  /** All settings, by the name of the system property. */
  Map<String, String> properties() {
    return properties;
  }

  /** The setting with this property's name, which has a default. */
  String value(String property) {
    return Optional.ofNullable(properties.get(property))
        .orElseThrow(() -> new IllegalArgumentException(property + " has no default"));
  }

  /** Seconds that a stop may take as a whole; then the process ends. */
  int stopSeconds() {
    return Integer.parseInt(value(STOP_TIMEOUT)) + STOP_MARGIN;
  }

  boolean shell() {
    return value(SHELL).equals("on");
  }

  /** Host and port under which this machine reaches the shared HTTP port. */
  String localAddress() {
    return localHost() + ":" + value(HTTP_PORT);
  }

  /** The host under which this machine reaches the shared ports. */
  String localHost() {
    String host = value(HTTP_HOST);
    boolean any = host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
    return any ? "127.0.0.1" : host;
  }
}
