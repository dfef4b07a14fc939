package io.entrepot.spi.format;

import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A path on the shared ports that is a format's own. The segment behind it names a repository:
 * {@code /v2/images/app} goes to the repository {@code images} of this format as {@code v2/app}.
 * What names none comes here.
 */
@ConsumerType
public interface RootClaim {

  /** The path: {@code /v2/}. Begins and ends with a slash. */
  String path();

  /**
   * Answers a request that names no repository of this format. Nothing was checked before: the
   * claim itself sees to it that nobody learns what they may not.
   *
   * @param request its path is relative to the server's root: {@code v2/_catalog}
   */
  Response handle(Request request, Repositories repositories) throws IOException;
}
