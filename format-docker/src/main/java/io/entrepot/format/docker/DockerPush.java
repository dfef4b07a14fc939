package io.entrepot.format.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.MissingReferenceException;
import io.entrepot.spi.content.Precondition;
import io.entrepot.spi.content.PreconditionFailedException;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Takes manifests (end-7): checks them, and sets manifest, tags and records at once. */
final class DockerPush {

  private static final int ATTEMPTS = 10;

  private final ContentStore content;
  private final TagPolicy policy;
  private final ManifestReferences references;

  DockerPush(RepositoryContext context) {
    this.content = context.content();
    this.policy = new TagPolicy(context);
    this.references =
        new ManifestReferences(
            context.content(), context.settings().flag(DockerSettings.SPARSE_INDEXES));
  }

  /** Reads the body, then takes it as a manifest. */
  Response put(Request request, Route.Manifest where) throws IOException {
    List<Tag> tags = tags(request, where.reference());
    String contentType = request.headers().first("Content-Type").orElse("");
    return new Response.Collect(
        ManifestReader.LARGEST,
        bytes -> {
          Digest digest = digest(where.reference(), bytes);
          Manifest manifest = ManifestReader.read(bytes, contentType);
          try {
            store(
                request,
                new ManifestWrite(where.image(), digest, manifest, bytes.length),
                tags,
                bytes);
          } catch (MissingReferenceException e) {
            return missing(e);
          }
          return created(request, where.image(), digest, manifest, tags);
        });
  }

  private void store(Request request, ManifestWrite pushed, List<Tag> tags, byte[] bytes)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      // Asked before the bytes are staged, so that a refusal leaves nothing behind.
      List<TagPolicy.Move> moves = policy.moves(request, pushed.image(), tags, pushed.digest());
      AssetWrite manifest =
          pushed.asset().referring(references.of(pushed.image(), pushed.manifest()));
      try {
        content.commit(pushed.changes(manifest, moves, stage(bytes)));
        return;
      } catch (PreconditionFailedException e) {
        if (request.precondition().kind() != Precondition.Kind.NONE || attempt == ATTEMPTS) {
          throw e;
        }
        // Somebody set the tag meanwhile: whether it may be moved is asked anew.
      }
    }
  }

  private Staged stage(byte[] bytes) throws IOException {
    UploadHint hint = UploadHint.none().sized(OptionalLong.of(bytes.length));
    try (BlobUpload upload = content.upload(hint)) {
      upload.write(ByteBuffer.wrap(bytes));
      return upload.finish();
    }
  }

  private static Digest digest(Reference reference, byte[] bytes) throws ProblemException {
    if (reference instanceof Reference.ByDigest byDigest) {
      Digest actual = Digests.of(byDigest.digest().algorithm(), bytes);
      if (!actual.equals(byDigest.digest())) {
        throw DockerError.DIGEST_INVALID.because(
            "the manifest that came has the digest " + actual + ", not " + byDigest.digest());
      }
      return actual;
    }
    return Digests.of(DigestAlgorithm.SHA256, bytes);
  }

  /** A push by digest may name tags in its query. */
  private static List<Tag> tags(Request request, Reference reference) throws ProblemException {
    List<Tag> tags = new ArrayList<>();
    if (reference instanceof Reference.ByTag byTag) {
      tags.add(byTag.tag());
      return tags;
    }
    for (String text : request.query().all("tag")) {
      if (!Tag.wellFormed(text)) {
        throw DockerError.MANIFEST_INVALID.because("'" + Shown.of(text) + "' is not a tag");
      }
      Tag tag = new Tag(text);
      if (!tags.contains(tag)) {
        tags.add(tag);
      }
    }
    return tags;
  }

  private static Response missing(MissingReferenceException e) {
    return DockerError.MANIFEST_BLOB_UNKNOWN.reply(
        e.missing().stream()
            .map(AssetPath::name)
            .sorted()
            .map(
                digest -> {
                  ObjectNode entry =
                      DockerError.MANIFEST_BLOB_UNKNOWN.entry(
                          "the manifest refers to " + digest + ", which has not been pushed");
                  entry.putObject("detail").put("digest", digest);
                  return entry;
                })
            .toList());
  }

  private static Response created(
      Request request, ImageName image, Digest digest, Manifest manifest, List<Tag> tags) {
    Response.Reply reply =
        Response.Reply.of(201)
            .with("Location", new RequestAddress(request).manifest(image, digest))
            .with("Docker-Content-Digest", digest.toString());
    if (manifest.subject().isPresent()) {
      reply = reply.with("OCI-Subject", manifest.subject().get().text());
    }
    if (!request.query().all("tag").isEmpty()) {
      for (Tag tag : tags) {
        reply = reply.with("OCI-Tag", tag.value());
      }
    }
    return reply;
  }
}
