package io.entrepot.testkit.echo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.format.Format;
import io.entrepot.spi.format.FormatDescriptor;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.format.SettingsField;
import io.entrepot.spi.http.Body;
import io.entrepot.spi.http.ErrorForm;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A format that nobody needs, written against the SPI alone: it keeps lines of text and gives them
 * back with a prefix.
 */
public class EchoFormat implements Format {

  private final FormatDescriptor descriptor =
      new FormatDescriptor(
          "echo",
          "Echo",
          Set.of(RepositoryType.HOSTED),
          "connector",
          List.of(
              new SettingsField(
                  "echo.prefix",
                  SettingsField.Kind.TEXT,
                  "echo: ",
                  List.of(),
                  "Prefix",
                  "What comes before each text.",
                  Set.of(RepositoryType.HOSTED))));

  @Override
  public FormatDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public Repository create(RepositoryContext context) {
    return new EchoRepository(context.content(), context.settings().text("echo.prefix").orElse(""));
  }

  @Override
  public Optional<ErrorForm> errors() {
    return Optional.of(
        (request, problem) -> {
          Headers headers = Headers.of("Content-Type", "text/plain").and(problem.headers());
          return new Response.Reply(
              problem.status(),
              problem.status() == 401
                  ? headers.and("WWW-Authenticate", "Basic realm=\"echo\"")
                  : headers,
              Body.text(problem.message()));
        });
  }

  private record EchoRepository(ContentStore content, String prefix) implements Repository {

    @Override
    public Response handle(Request request) throws IOException {
      AssetPath path = path(request);
      if (request.method() == Method.GET || request.method() == Method.HEAD) {
        Optional<Asset> asset = content.find(path);
        if (asset.isEmpty()) {
          throw new Problem(404, "NOT_FOUND", "there is no '" + path + "'").asException();
        }
        byte[] text = content.read(asset.get().blob(), 1000);
        return new Response.Reply(
            200,
            Headers.of("Content-Type", "text/plain"),
            Body.text(prefix + new String(text, UTF_8)));
      }
      if (request.method() == Method.PUT && !path.isRoot()) {
        return new Response.Receive(
            content.upload(UploadHint.none()),
            false,
            upload -> {
              AssetWrite write = AssetWrite.of(path, "text/plain");
              content.commit(ChangeSet.empty().put(write, upload.finish()));
              return Response.Reply.of(201);
            });
      }
      throw new Problem(405, "METHOD_NOT_ALLOWED", "GET, HEAD and PUT only").asException();
    }

    private static AssetPath path(Request request) throws ProblemException {
      try {
        return AssetPath.of(request.path());
      } catch (IllegalArgumentException e) {
        throw new Problem(400, "INVALID_PATH", e.getMessage()).asException();
      }
    }
  }
}
