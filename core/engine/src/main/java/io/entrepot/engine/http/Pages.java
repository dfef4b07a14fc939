package io.entrepot.engine.http;

import io.entrepot.spi.http.Body;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Response.Reply;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;

/**
 * The engine's own pages: {@code /}, which says what runs here, and {@code /ca.crt}, the authority
 * that clients have to trust.
 */
public final class Pages {
  private final Supplier<Optional<String>> authority;
  private final Origins origins;
  private final String version;

  /**
   * The pages.
   *
   * @param authority the authority's certificate, in PEM; empty while the server's own certificate
   *     is of somebody else
   * @param origins what the server is called
   * @param version of the server; empty if it is not known
   */
  public Pages(Supplier<Optional<String>> authority, Origins origins, String version) {
    this.authority = authority;
    this.origins = origins;
    this.version = version;
  }

  /** The page at that path, if there is one and it is to be read. */
  Optional<Reply> find(Request request, String path) {
    if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
      return Optional.empty();
    }
    return switch (path) {
      case "/" -> Optional.of(front(origins.of(request, true)));
      case "/ca.crt" -> authority.get().map(Pages::certificate);
      default -> Optional.empty();
    };
  }

  private static Reply certificate(String pem) {
    return new Reply(
        200,
        Headers.of("Content-Type", "application/x-pem-file")
            .and("Content-Disposition", "attachment; filename=\"entrepot-ca.crt\""),
        Body.text(pem));
  }

  private Reply front(String origin) {
    String at = Html.escape(origin);
    String trust =
        authority.get().isPresent()
            ? """
              <h2>HTTPS</h2>
              <p>This server made its certificate by itself. Its authority, which can vouch for no
              other machine, is at <a href="/ca.crt">/ca.crt</a>. To trust it on Debian:</p>
              <pre>curl -fo /usr/local/share/ca-certificates/entrepot.crt %s/ca.crt
              update-ca-certificates</pre>
              """
                .formatted(at)
            : "";
    return Html.page(
        "Entrepot",
        """
        <h1>Entrepot %s</h1>
        <p>An artifact server. The first password of <code>admin</code> is in the file
        <code>admin.password</code> in the server's data folder.</p>
        <h2>Where to go</h2>
        <ul>
        <li><code>%s/repository/&lt;name&gt;/</code>: the content of a repository</li>
        <li><a href="/service/rest/v1/status">/service/rest/v1/status</a>: whether it serves</li>
        <li><code>/service/rest/v1/…</code>: administration by REST</li>
        </ul>
        <h2>First steps</h2>
        <pre>curl -u admin %s/service/rest/v1/repositories
        curl -u admin -O %s/repository/&lt;name&gt;/&lt;path&gt;</pre>
        %s
        """
            .formatted(Html.escape(version), at, at, at, trust));
  }
}
