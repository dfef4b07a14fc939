package io.entrepot.format.raw;

import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.PreconditionFailedException;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.format.WritePolicy;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.security.Action;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * A hosted raw repository.
 *
 * <pre>
 * GET HEAD  {path}         the file; if there is none, the folder
 * GET HEAD  {path}/ and /  the folder
 * PUT       {path}         201: put or replaced
 * DELETE    {path}         204
 * </pre>
 *
 * A file and a folder may have the same name, as in every store of objects: {@code a} and {@code
 * a/b} do not hinder each other, and {@code a/} is the folder.
 */
final class RawHosted implements Repository {

  private final RepositoryContext context;
  private final ContentStore content;
  private final MediaTypes types;
  private final Disposition disposition;
  private final boolean strict;

  RawHosted(RepositoryContext context, MediaTypes types) {
    this.context = context;
    this.content = context.content();
    this.types = types;
    this.disposition = Disposition.of(context.settings());
    this.strict = context.settings().flag("storage.strictContentTypeValidation");
  }

  @Override
  public Set<Action> required(Request request) {
    return RawPaths.required(request, context);
  }

  @Override
  public Response handle(Request request) throws IOException {
    return switch (request.method()) {
      case GET, HEAD -> read(request);
      case PUT -> write(request);
      case DELETE -> delete(request);
      case OPTIONS -> Response.Reply.of(204).with("Allow", RawPaths.ALLOWED);
      case POST, PATCH ->
          throw new Problem(
                  405,
                  "METHOD_NOT_ALLOWED",
                  request.method() + " is not for raw repositories: files are PUT",
                  Headers.of("Allow", RawPaths.ALLOWED))
              .asException();
    };
  }

  private Response read(Request request) throws IOException {
    AssetPath path = RawPaths.path(request);
    Optional<Asset> asset = RawPaths.isFolder(request) ? Optional.empty() : content.find(path);
    if (asset.isPresent()) {
      return disposition.apply(Response.Reply.of(asset.get()), path.name());
    }
    if (!allows(request, Action.BROWSE)) {
      throw notFound(path);
    }
    return new Response.Listing(path);
  }

  private Response write(Request request) throws IOException {
    AssetPath path = file(request);
    requireWritable();
    Admission admission = new Admission(request, context, path);
    if (!admission.granted()) {
      admission.require(content.find(path));
    }
    AssetWrite write =
        AssetWrite.of(path, types.choose(request.headers().first("Content-Type"), path, strict))
            .in(RawPaths.component(path))
            .onlyIf(admission.precondition());
    BlobUpload upload = content.upload(UploadHint.none().sized(request.contentLength()));
    return new Response.Receive(upload, false, received -> commit(write, received, admission));
  }

  private Response commit(AssetWrite write, BlobUpload received, Admission admission)
      throws IOException {
    try {
      Asset asset =
          content.commit(ChangeSet.empty().put(write, received.finish())).written().get(0);
      return Response.Reply.of(201).with("ETag", asset.etag());
    } catch (PreconditionFailedException e) {
      // Somebody was faster: what is there now tells the client why it was refused.
      admission.require(content.find(write.path()));
      throw e;
    }
  }

  private Response delete(Request request) throws IOException {
    AssetPath path = file(request);
    requireWritable();
    ChangeSet change = ChangeSet.empty().delete(path, request.precondition());
    if (content.commit(change).deleted().isEmpty()) {
      throw notFound(path);
    }
    return Response.Reply.of(204);
  }

  private void requireWritable() throws ProblemException {
    if (context.settings().writePolicy() == WritePolicy.DENY) {
      throw new Problem(
              400,
              "READ_ONLY",
              "repository '" + context.name() + "' is read-only: its write policy is DENY")
          .asException();
    }
  }

  private boolean allows(Request request, Action action) {
    return request.allows(context.permission(action));
  }

  private static AssetPath file(Request request) throws ProblemException {
    if (RawPaths.isFolder(request)) {
      throw new Problem(
              400,
              "INVALID_PATH",
              "'/"
                  + request.path()
                  + "' is a folder: folders come and go with the files that are in them")
          .asException();
    }
    return RawPaths.path(request);
  }

  private static ProblemException notFound(AssetPath path) {
    return new Problem(404, "NOT_FOUND", "there is no '" + path + "'").asException();
  }
}
