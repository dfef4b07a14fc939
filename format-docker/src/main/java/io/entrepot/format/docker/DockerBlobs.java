package io.entrepot.format.docker;

import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.http.Response;
import java.io.IOException;

/** Blobs that are there (end-2 and end-10). */
final class DockerBlobs {

  private final ContentStore content;

  DockerBlobs(ContentStore content) {
    this.content = content;
  }

  Response send(Route.Blob blob) throws IOException {
    return Response.Reply.of(find(blob)).with("Docker-Content-Digest", blob.digest().toString());
  }

  /** Takes a blob away, also if a manifest refers to it: pushing the blob again heals that. */
  Response delete(Route.Blob blob) throws IOException {
    AssetPath path = find(blob).path();
    content.commit(ChangeSet.empty().delete(path));
    return Response.Reply.of(202).with("Docker-Content-Digest", blob.digest().toString());
  }

  private Asset find(Route.Blob blob) throws IOException {
    Digest digest = blob.digest();
    return content
        .find(DockerPaths.blob(blob.image(), digest))
        .orElseThrow(
            () ->
                DockerError.BLOB_UNKNOWN.because(
                    "image '" + blob.image() + "' has no blob " + digest));
  }
}
