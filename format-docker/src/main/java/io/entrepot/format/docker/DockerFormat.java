package io.entrepot.format.docker;

import io.entrepot.spi.format.Format;
import io.entrepot.spi.format.FormatDescriptor;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.format.RootClaim;
import io.entrepot.spi.format.SearchField;
import io.entrepot.spi.http.ErrorForm;
import io.entrepot.spi.security.TokenSigner;
import java.net.URI;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Images and artifacts: OCI distribution-spec 1.1, Docker's registry protocol with schema 2, and of
 * Docker's first protocol the search.
 */
@Component(service = Format.class)
public final class DockerFormat implements Format {

  static final String NAME = "docker";

  private static final FormatDescriptor DESCRIPTOR =
      new FormatDescriptor(
              NAME,
              "Docker / OCI",
              EnumSet.allOf(RepositoryType.class),
              NAME,
              DockerSettings.fields())
          .searchedBy(
              List.of(
                  new SearchField("docker.imageName", SearchField.Part.NAME),
                  new SearchField("docker.imageTag", SearchField.Part.VERSION),
                  new SearchField("docker.contentDigest", SearchField.Part.DIGEST)));

  private final DockerTokens tokens;
  private final List<RootClaim> roots;

  /** The format, signing its tokens with that signer. */
  @Activate
  public DockerFormat(@Reference TokenSigner signer) {
    this(signer, Clock.systemUTC());
  }

  /** The same, by another clock. */
  DockerFormat(TokenSigner signer, Clock clock) {
    this.tokens = new DockerTokens(signer, clock);
    this.roots = List.of(new DockerRoot("/v2/", tokens), new DockerRoot("/v1/", tokens));
  }

  @Override
  public FormatDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Repository create(RepositoryContext context) {
    return new DockerRepository(context, tokens);
  }

  @Override
  public URI upstream(URI given) {
    return DockerUpstream.served(given);
  }

  @Override
  public List<RootClaim> roots() {
    return roots;
  }

  @Override
  public Optional<ErrorForm> errors() {
    return Optional.of(new DockerErrorForm());
  }
}
