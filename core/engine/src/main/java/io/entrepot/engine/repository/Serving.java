package io.entrepot.engine.repository;

import io.entrepot.engine.group.Member;
import io.entrepot.spi.format.Repositories;
import io.entrepot.spi.format.RootClaim;
import io.entrepot.spi.format.UploadForm;
import io.entrepot.spi.http.ErrorForm;
import java.util.Optional;

/** The repositories as requests meet them. */
public interface Serving {

  /**
   * A repository held for one request: it is not closed, and its format's bundle is not let go,
   * before this is.
   */
  interface Held extends Member {

    /** The format's error form; empty for the engine's own, also where the format is missing. */
    Optional<ErrorForm> errors();

    /** How files are uploaded into it by a form; empty if that is not how they come. */
    default Optional<UploadForm> uploads() {
      return Optional.empty();
    }
  }

  /**
   * A format's claim, held for one request.
   *
   * @param format the format's name
   */
  record HeldClaim(
      String format,
      RootClaim claim,
      Repositories repositories,
      Optional<ErrorForm> errors,
      Runnable release)
      implements AutoCloseable {
    @Override
    public void close() {
      release.run();
    }
  }

  /** Holds a repository; empty if there is none of that name. */
  Optional<Held> hold(String name);

  /** Holds the claim within which a path lies, if there is one: {@code /v2/x} in {@code /v2/}. */
  Optional<HeldClaim> claim(String path);
}
