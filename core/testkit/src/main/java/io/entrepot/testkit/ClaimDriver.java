package io.entrepot.testkit;

import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.format.Repositories;
import io.entrepot.spi.format.RootClaim;
import io.entrepot.spi.http.ErrorForm;
import java.util.Optional;

/** Plays the engine for a format's own paths on the shared ports. Nothing is checked before. */
public final class ClaimDriver {

  private final RootClaim claim;
  private final Repositories repositories;
  private final ContentStore content;
  private final Optional<ErrorForm> errors;

  /**
   * Drives that claim.
   *
   * @param repositories those of the format that are served
   * @param content where stored bodies are read
   * @param errors the format's form
   */
  public ClaimDriver(
      RootClaim claim,
      Repositories repositories,
      ContentStore content,
      Optional<ErrorForm> errors) {
    this.claim = claim;
    this.repositories = repositories;
    this.content = content;
    this.errors = errors;
  }

  /** Sends a request; its path is relative to the server's root. */
  public TestReply send(TestRequest request) {
    return new Exchange(request.under("/"), content, errors)
        .run(asked -> claim.handle(asked, repositories));
  }
}
