package io.entrepot.format.docker;

import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.MissingBlobException;
import io.entrepot.spi.content.Retention;
import io.entrepot.spi.content.StoredBlob;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.security.Action;
import java.io.IOException;
import java.util.Optional;

/** Blobs that another image of the same repository has already (end-11). */
final class DockerMounts {

  private final RepositoryContext context;

  DockerMounts(RepositoryContext context) {
    this.context = context;
  }

  /** Takes over a blob; empty if it cannot be, and has to be uploaded. */
  Optional<Response> mount(Request request, Route.Uploads into, Digest digest) throws IOException {
    if (!request.allows(context.permission(Action.READ))) {
      return Optional.empty();
    }
    Optional<StoredBlob> blob = source(request, digest);
    if (blob.isEmpty()) {
      return Optional.empty();
    }
    AssetWrite asset =
        AssetWrite.of(DockerPaths.blob(into.image(), digest), "application/octet-stream")
            .retained(Retention.WHILE_NEEDED);
    try {
      context.content().commit(ChangeSet.empty().link(asset, blob.get()));
    } catch (MissingBlobException e) {
      return Optional.empty(); // deleted meanwhile, or damaged: the client sends it then
    }
    return Optional.of(DockerUploads.created(request, into.image(), digest));
  }

  private Optional<StoredBlob> source(Request request, Digest digest) throws IOException {
    Optional<String> from = request.query().first("from").filter(name -> !name.isEmpty());
    if (from.isEmpty()) {
      return context.content().blob(digest);
    }
    Optional<StoredBlob> blob = blob(from.get(), digest);
    String prefix = context.name() + "/";
    return blob.isEmpty() && from.get().startsWith(prefix)
        ? blob(from.get().substring(prefix.length()), digest)
        : blob;
  }

  private Optional<StoredBlob> blob(String image, Digest digest) throws IOException {
    if (!ImageName.wellFormed(image)) {
      return Optional.empty();
    }
    return context.content().find(DockerPaths.blob(new ImageName(image), digest)).map(Asset::blob);
  }
}
