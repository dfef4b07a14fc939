package io.entrepot.shell.repository;

import io.entrepot.engine.admin.FormatView;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RepositoryAdmin;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.admin.RepositoryView;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import io.entrepot.shell.console.LaterOptions;
import io.entrepot.shell.format.FormatNames;
import io.entrepot.shell.format.TypeNames;
import io.entrepot.spi.format.FormatDescriptor;
import io.entrepot.spi.format.Recipe;
import io.entrepot.spi.format.RepositoryType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** {@code repository:create}. */
@Service
@Command(
    scope = "repository",
    name = "create",
    description = "Makes a repository; it serves at once, on its own port or host name too")
public final class CreateRepository extends EngineCommand {

  @Reference RepositoryAdmin repositories;

  @Option(name = "--http-port", description = "A port of its own, without TLS")
  String httpPort;

  @Option(name = "--https-port", description = "A port of its own, with the server's certificate")
  String httpsPort;

  @Option(
      name = "--subdomain",
      description = "A host name of its own, on the shared ports: a label or a full name")
  String subdomain;

  @Option(name = "--blob-store", description = "Where its bytes are kept")
  @Completion(BlobStoreNames.class)
  String blobStore;

  @Option(name = "--write-policy", description = "Whether content may be put, and replaced")
  @Completion(
      value = StringsCompleter.class,
      values = {"allow", "allow_once", "deny"})
  String writePolicy;

  @Option(name = "--offline", description = "Does not serve yet")
  boolean offline;

  @Option(
      name = "--set",
      description = "Any other setting, path=value, as in the REST body: storage.writePolicy=deny",
      multiValued = true)
  @Completion(SettingPaths.class)
  List<String> set = new ArrayList<>();

  @Argument(index = 0, name = "format", description = "An installed format", required = true)
  @Completion(FormatNames.class)
  String format;

  @Argument(index = 1, name = "type", description = "hosted, proxy or group", required = true)
  @Completion(TypeNames.class)
  String type;

  @Argument(index = 2, name = "name", description = "A new name", required = true)
  String name;

  @Argument(index = 3, name = "options", description = "Options, again", multiValued = true)
  List<String> later;

  @Override
  protected void run(Console console) throws RefusedException, IOException, CommandException {
    readLater();
    FormatDescriptor descriptor = descriptor();
    SettingsDocument settings = new SettingsDocument(descriptor);
    String connector = descriptor.connectorGroup() + ".";
    put(settings, connector + "httpPort", httpPort);
    put(settings, connector + "httpsPort", httpsPort);
    put(settings, connector + "subdomain", subdomain);
    put(settings, "storage.blobStoreName", blobStore);
    put(settings, "storage.writePolicy", writePolicy);
    for (String setting : set) {
      settings.putWritten(setting);
    }
    RepositoryView made =
        repositories.create(
            new RepositoryDefinition(
                name, new Recipe(format, type()), !offline, settings.document()));
    console.println("Created repository '%s'".formatted(made.definition().name()));
    ShowRepository.print(console, made);
  }

  private void readLater() throws CommandException {
    new LaterOptions()
        .value("--http-port", value -> httpPort = value)
        .value("--https-port", value -> httpsPort = value)
        .value("--subdomain", value -> subdomain = value)
        .value("--blob-store", value -> blobStore = value)
        .value("--write-policy", value -> writePolicy = value)
        .value("--set", set::add)
        .flag("--offline", () -> offline = true)
        .read(later);
  }

  private static void put(SettingsDocument settings, String path, String value)
      throws CommandException {
    if (value != null) {
      settings.put(path, value);
    }
  }

  private FormatDescriptor descriptor() throws CommandException {
    List<FormatView> formats = repositories.formats();
    Optional<FormatDescriptor> descriptor =
        formats.stream()
            .filter(view -> view.name().equals(format))
            .flatMap(view -> view.descriptor().stream())
            .findFirst();
    return descriptor.orElseThrow(
        () ->
            failure(
                "format: '"
                    + format
                    + "' is not installed; installed are: "
                    + formats.stream()
                        .filter(view -> view.descriptor().isPresent())
                        .map(FormatView::name)
                        .collect(Collectors.joining(", "))));
  }

  private RepositoryType type() throws CommandException {
    return Arrays.stream(RepositoryType.values())
        .filter(each -> each.label().equals(type))
        .findFirst()
        .orElseThrow(() -> failure("type: '" + type + "' is not one of hosted, proxy, group"));
  }
}
