package io.entrepot.format.docker;

import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.Retention;
import io.entrepot.spi.http.Body;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import java.io.IOException;
import java.util.Optional;

/** Blobs on their way in (end-4a, end-4b, end-5, end-6 and end-13). A session is an image's. */
final class DockerUploads {

  private static final String BLOB_TYPE = "application/octet-stream";

  private final ContentStore content;

  DockerUploads(ContentStore content) {
    this.content = content;
  }

  /** Begins a session, or takes a whole blob if the request names its digest. */
  Response begin(Request request, Route.Uploads where) throws IOException {
    UploadHint hint = UploadHint.none().labelled(where.image().value());
    Optional<String> digest = request.query().first("digest");
    if (digest.isPresent()) {
      Digest expected = Digests.parse(digest.get());
      return new Response.Receive(
          content.upload(hint.sized(request.contentLength()).digesting(expected.algorithm())),
          false,
          upload -> finish(request, where.image(), upload, expected));
    }
    try (BlobUpload upload = content.upload(hint.digesting(streamed(request)))) {
      return progress(request, where.image(), upload, 202);
    }
  }

  /** Tells how far a session is. */
  Response status(Request request, Route.Upload which) throws IOException {
    try (BlobUpload upload = open(which)) {
      return progress(request, which.image(), upload, 204);
    }
  }

  /** Takes one chunk, or all that comes. What came stays if the client breaks off. */
  Response append(Request request, Route.Upload which) throws IOException {
    Optional<ContentRange> range = ContentRange.of(request);
    return new Response.Receive(
        inOrder(request, which, range),
        true,
        upload -> {
          try (upload) {
            whole(upload, range);
            return progress(request, which.image(), upload, 202);
          }
        });
  }

  /** Takes the last chunk, which may be empty, and makes the session a blob. */
  Response complete(Request request, Route.Upload which) throws IOException {
    Digest expected =
        Digests.parse(
            request
                .query()
                .first("digest")
                .orElseThrow(
                    () ->
                        DockerError.DIGEST_INVALID.because(
                            "the parameter 'digest' is missing: it ends an upload")));
    Optional<ContentRange> range = ContentRange.of(request);
    return new Response.Receive(
        inOrder(request, which, range),
        true,
        upload -> {
          whole(upload, range);
          return finish(request, which.image(), upload, expected);
        });
  }

  /** Gives a session up. */
  Response cancel(Route.Upload which) throws IOException {
    try (BlobUpload upload = open(which)) {
      upload.cancel();
    }
    return Response.Reply.of(204);
  }

  private Response finish(Request request, ImageName image, BlobUpload opened, Digest expected)
      throws IOException {
    try (BlobUpload upload = opened) {
      Digest actual = upload.digest(expected.algorithm());
      if (!actual.equals(expected)) {
        long size = upload.size();
        upload.cancel();
        throw DockerError.DIGEST_INVALID.because(
            "the %d bytes that came have the digest %s, not %s".formatted(size, actual, expected));
      }
      content.commit(
          ChangeSet.empty()
              .put(
                  AssetWrite.of(DockerPaths.blob(image, expected), BLOB_TYPE)
                      .retained(Retention.WHILE_NEEDED),
                  upload.finish()));
    }
    return created(request, image, expected);
  }

  /** The answer to those whose blob is there now. */
  static Response created(Request request, ImageName image, Digest digest) {
    return Response.Reply.of(201)
        .with("Location", new RequestAddress(request).blob(image, digest))
        .with("Docker-Content-Digest", digest.toString());
  }

  /** Opens a session for the bytes that come next. */
  private BlobUpload inOrder(Request request, Route.Upload which, Optional<ContentRange> range)
      throws IOException {
    BlobUpload upload = open(which);
    if (range.isEmpty() || range.get().first() == upload.size()) {
      return upload;
    }
    try (upload) {
      Response.Reply state = progress(request, which.image(), upload, 416);
      throw new Problem(
              416,
              DockerError.BLOB_UPLOAD_INVALID.name(),
              "the chunk begins at byte %d, but %d bytes have come"
                  .formatted(range.get().first(), upload.size()),
              state.headers())
          .asException();
    }
  }

  /** Where the length was not announced, the range is compared with what came. */
  private static void whole(BlobUpload upload, Optional<ContentRange> range)
      throws ProblemException {
    if (range.isPresent() && range.get().last() + 1 != upload.size()) {
      throw DockerError.SIZE_INVALID.because(
          "the chunk was to end at byte %d, but %d bytes have come"
              .formatted(range.get().last(), upload.size()));
    }
  }

  private BlobUpload open(Route.Upload which) throws IOException {
    Optional<BlobUpload> upload = content.upload(which.session());
    if (upload.isPresent() && !upload.get().label().equals(which.image().value())) {
      upload.get().close();
      upload = Optional.empty();
    }
    return upload.orElseThrow(
        () ->
            DockerError.BLOB_UPLOAD_UNKNOWN.because(
                "image '%s' has no upload '%s': it has ended, or never began"
                    .formatted(which.image(), Shown.of(which.session()))));
  }

  private static Response.Reply progress(
      Request request, ImageName image, BlobUpload upload, int status) {
    return new Response.Reply(
        status,
        Headers.of("Location", new RequestAddress(request).upload(image, upload.id()))
            // Both ends count, so that nothing and one byte look alike; every registry does so.
            .and("Range", "0-" + Math.max(0, upload.size() - 1))
            .and("Docker-Upload-UUID", upload.id()),
        Body.empty());
  }

  private static DigestAlgorithm streamed(Request request) {
    return request
        .query()
        .first("digest-algorithm")
        .flatMap(DigestAlgorithm::ofLabel)
        .filter(DigestAlgorithm.SHA512::equals)
        .orElse(DigestAlgorithm.SHA256);
  }
}
