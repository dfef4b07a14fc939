package io.entrepot.shell.repository;

import io.entrepot.shell.console.EngineCommand;
import io.entrepot.spi.format.FormatDescriptor;
import io.entrepot.spi.format.SettingsField;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.karaf.shell.support.CommandException;

/**
 * Settings as a command line gives them, one by one, on their way to the groups of a REST body.
 * Values stay as they were written: the engine knows their kinds.
 */
final class SettingsDocument {

  // The settings of the engine's own that every format's repositories have.
  private static final String[] COMMON = {
    "storage.blobStoreName",
    "storage.strictContentTypeValidation",
    "storage.writePolicy",
    "component.proprietaryComponents"
  };

  private final Map<String, Object> document = new LinkedHashMap<>();
  private final FormatDescriptor format;

  SettingsDocument(FormatDescriptor format) {
    this.format = format;
  }

  /** The paths of the settings that a format's repositories have, sorted. */
  static Collection<String> paths(FormatDescriptor format) {
    TreeSet<String> paths = new TreeSet<>();
    format.fields().stream().map(SettingsField::path).forEach(paths::add);
    Stream.of("httpPort", "httpsPort", "subdomain")
        .map(name -> format.connectorGroup() + "." + name)
        .forEach(paths::add);
    Stream.of(COMMON).forEach(paths::add);
    return paths;
  }

  /** Takes {@code path=value}. */
  void putWritten(String written) throws CommandException {
    int equals = written.indexOf('=');
    if (equals < 1) {
      throw EngineCommand.failure("--set: '" + written + "' is not of the form path=value");
    }
    put(written.substring(0, equals), written.substring(equals + 1));
  }

  /**
   * Takes a value.
   *
   * @throws CommandException if the format has no such setting, which the engine would ignore, or
   *     if it was given before
   */
  void put(String path, String value) throws CommandException {
    Collection<String> known = paths(format);
    if (!known.contains(path)) {
      throw EngineCommand.failure(
          "%s: there is no such setting of %s; there are: %s"
              .formatted(path, format.name(), String.join(", ", known)));
    }
    String[] parts = path.split("\\.", -1);
    Map<String, Object> group = document;
    for (int i = 0; i < parts.length - 1; i++) {
      @SuppressWarnings("unchecked") // made here
      Map<String, Object> inner =
          (Map<String, Object>)
              group.computeIfAbsent(parts[i], part -> new LinkedHashMap<String, Object>());
      group = inner;
    }
    if (group.put(parts[parts.length - 1], value) != null) {
      throw EngineCommand.failure(path + ": it is set twice");
    }
  }

  Map<String, Object> document() {
    return document;
  }
}
