package io.entrepot.assembly.invented;

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
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** A format that exists nowhere but here: it keeps notes, and knows nothing of the engine. */
public class InventedFormat implements Format {

  @Override
  public FormatDescriptor descriptor() {
    return new FormatDescriptor(
        "invented", "Invented", Set.of(RepositoryType.HOSTED), "connector", List.of());
  }

  @Override
  public Repository create(RepositoryContext context) {
    return new Notes(context.content());
  }

  private record Notes(ContentStore content) implements Repository {

    @Override
    public Response handle(Request request) throws IOException {
      AssetPath path = path(request);
      if (request.method() == Method.PUT && !path.isRoot()) {
        return new Response.Receive(
            content.upload(UploadHint.none().sized(request.contentLength())),
            false,
            upload -> {
              content.commit(
                  ChangeSet.empty().put(AssetWrite.of(path, "text/plain"), upload.finish()));
              return Response.Reply.of(201);
            });
      }
      if (request.method() == Method.GET || request.method() == Method.HEAD) {
        Asset asset =
            content
                .find(path)
                .orElseThrow(
                    () -> new Problem(404, "NOT_FOUND", "there is no note " + path).asException());
        return Response.Reply.of(asset);
      }
      throw new Problem(405, "UNSUPPORTED", "notes are put and got").asException();
    }

    private static AssetPath path(Request request) throws IOException {
      try {
        return AssetPath.of(request.path());
      } catch (IllegalArgumentException e) {
        throw new Problem(400, "INVALID", e.getMessage()).asException();
      }
    }
  }
}
