package io.entrepot.format.raw;

import io.entrepot.spi.format.Format;
import io.entrepot.spi.format.FormatDescriptor;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.format.SettingsField;
import io.entrepot.spi.format.UploadForm;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Files at paths, as clients put them or another server has them. */
@Component(service = Format.class)
public final class RawFormat implements Format {

  private static final Set<RepositoryType> TYPES =
      Set.of(RepositoryType.HOSTED, RepositoryType.PROXY, RepositoryType.GROUP);

  static final String DISPOSITION = "raw.contentDisposition";

  /**
   * To save by default, as Nexus Repository has it: a page that somebody uploaded must not run in
   * this server's name because somebody else looked at it.
   */
  private static final SettingsField DISPOSITION_FIELD =
      new SettingsField(
          DISPOSITION,
          SettingsField.Kind.CHOICE,
          "ATTACHMENT",
          List.of("INLINE", "ATTACHMENT"),
          "Content disposition",
          "Whether a browser shows files (INLINE) or saves them (ATTACHMENT).",
          TYPES);

  private final FormatDescriptor descriptor =
      new FormatDescriptor("raw", "Raw", TYPES, "connector", List.of(DISPOSITION_FIELD));

  private final MediaTypes types = MediaTypes.load();

  @Override
  public FormatDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public Repository create(RepositoryContext context) {
    return switch (context.recipe().type()) {
      case HOSTED -> new RawHosted(context, types);
      case GROUP -> new RawGroup(context);
      case PROXY -> new RawProxy(context, types);
    };
  }

  @Override
  public Optional<UploadForm> uploads() {
    return Optional.of(new RawUploadForm());
  }
}
