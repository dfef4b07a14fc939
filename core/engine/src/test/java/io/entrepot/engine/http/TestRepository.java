package io.entrepot.engine.http;

import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.http.Body;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.security.Action;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * Files at paths; {@code where/…} and {@code echo} tell what was asked, {@code who} tells who asked
 * without looking at credentials, others are generated.
 */
final class TestRepository implements Repository {
  private final ContentStore content;

  TestRepository(ContentStore content) {
    this.content = content;
  }

  @Override
  public Set<Action> required(Request request) {
    return request.path().equals("who") ? Set.of() : Repository.super.required(request);
  }

  @Override
  public boolean ignoresCredentials(Request request) {
    return request.path().equals("who");
  }

  @Override
  public Response handle(Request request) throws IOException {
    String path = request.path();
    if (path.equals("who")) {
      return Response.Reply.json(
          200, request.subject().name() + " " + request.subject().authenticated());
    }
    if (path.contains("where/")) {
      return Response.Reply.json(
          200, request.locate(path) + " " + request.origin() + " " + request.path());
    }
    if (path.equals("echo")) {
      return new Response.Collect(
          1000, bytes -> Response.Reply.json(200, new String(bytes, StandardCharsets.UTF_8)));
    }
    if (path.equals("generated")) {
      Body body =
          new Body.Generated(
              out -> {
                for (int i = 0; i < 10_000; i++) {
                  out.write("0123456789".getBytes(StandardCharsets.UTF_8));
                }
              });
      return new Response.Reply(200, Headers.of("Content-Type", "text/plain"), body);
    }
    return switch (request.method()) {
      case PUT, POST, PATCH -> put(request);
      case DELETE -> {
        content.commit(ChangeSet.empty().delete(AssetPath.of(path), request.precondition()));
        yield Response.Reply.of(204);
      }
      case GET, HEAD, OPTIONS -> get(path);
    };
  }

  private Response get(String path) throws IOException {
    Optional<Asset> asset =
        path.isEmpty() || path.endsWith("/") ? Optional.empty() : content.find(AssetPath.of(path));
    return asset.isPresent()
        ? Response.Reply.of(asset.get())
        : new Response.Listing(AssetPath.of(path));
  }

  private Response put(Request request) throws IOException {
    BlobUpload upload = content.upload(UploadHint.none().sized(request.contentLength()));
    String type = request.headers().first("Content-Type").orElse("application/octet-stream");
    AssetWrite write =
        AssetWrite.of(AssetPath.of(request.path()), type).onlyIf(request.precondition());
    return new Response.Receive(
        upload,
        false,
        done -> {
          content.commit(ChangeSet.empty().put(write, done.finish()));
          return Response.Reply.of(201).with("Location", request.locate(request.path()));
        });
  }
}
