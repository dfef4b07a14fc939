package io.entrepot.format.docker;

import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.MissingBlobException;
import io.entrepot.spi.content.Retention;
import io.entrepot.spi.content.StoredBlob;
import io.entrepot.spi.format.Members;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.http.Parameters;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.security.Action;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pushes to a group. What the group was asked for and another member has counts as pushed: when a
 * manifest comes that needs it, it is brought into the member that takes pushes.
 */
final class DockerGroupPush {

  private static final String BLOB_TYPE = "application/octet-stream";

  private final RepositoryContext context;
  private final Members members;

  DockerGroupPush(RepositoryContext context, Members members) {
    this.context = context;
    this.members = members;
  }

  /** The blob of an image, if a member holds it. */
  Optional<Asset> kept(ImageName image, Digest digest) throws IOException {
    return find(DockerPaths.blob(image, digest));
  }

  /** Begins an upload, unless it is of a blob that a member has in the image that is named. */
  Response begin(GroupRequest request, Route.Uploads into) throws IOException {
    Optional<String> mount = request.query().first("mount");
    if (mount.isEmpty() || !request.allows(context.permission(Action.READ))) {
      return members.write(request);
    }
    Digest digest = Digests.parse(mount.get());
    Optional<StoredBlob> blob = source(request, digest);
    if (blob.isPresent() && bring(into.image(), digest, blob.get())) {
      return DockerUploads.created(request, into.image(), digest);
    }
    Map<String, List<String>> rest = new HashMap<>(request.query().values());
    rest.remove("mount");
    rest.remove("from");
    return members.write(request.with(new Parameters(rest)));
  }

  /** Takes a manifest when all is where it goes that it needs and some member has. */
  Response manifest(GroupRequest request, Route.Manifest where) throws IOException {
    String type = request.headers().first("Content-Type").orElse("");
    return new Response.Collect(
        ManifestReader.LARGEST,
        bytes -> {
          complete(where.image(), ManifestReader.read(bytes, type));
          return fed(members.write(request), bytes);
        });
  }

  /** The member's answer to a body that has been read. */
  private static Response fed(Response response, byte[] body) throws IOException {
    if (response instanceof Response.Collect collect) {
      return fed(collect.then().apply(body), body);
    }
    return response instanceof Response.Await await
        ? Response.Await.on(await.next(), next -> fed(next, body))
        : response;
  }

  private void complete(ImageName image, Manifest manifest) throws IOException {
    ContentStore into = writable();
    for (Descriptor blob : manifest.blobs()) {
      Optional<Digest> digest = blob.digest();
      if (digest.isEmpty() || into.find(DockerPaths.blob(image, digest.get())).isPresent()) {
        continue;
      }
      Optional<Asset> elsewhere = kept(image, digest.get());
      if (elsewhere.isPresent()) {
        bring(image, digest.get(), elsewhere.get().blob());
      }
    }
    for (Descriptor child : manifest.children()) {
      Optional<Digest> digest = child.digest();
      if (digest.isPresent()) {
        completeChild(into, image, digest.get());
      }
    }
  }

  /** Brings a manifest that an index lists, with what that needs, if all of it is here. */
  private void completeChild(ContentStore into, ImageName image, Digest digest) throws IOException {
    AssetPath path = DockerPaths.manifest(image, digest);
    Optional<Asset> elsewhere = into.find(path).isPresent() ? Optional.empty() : find(path);
    if (elsewhere.isEmpty()) {
      return;
    }
    byte[] bytes = context.content().read(elsewhere.get().blob(), ManifestReader.LARGEST);
    Manifest manifest = ManifestReader.read(bytes, elsewhere.get().contentType());
    complete(image, manifest);
    ManifestReferences references =
        new ManifestReferences(into, true); // what is missing makes the index incomplete, not this
    ManifestWrite write = new ManifestWrite(image, digest, manifest, bytes.length);
    members.bring(elsewhere.get().blob(), write.asset().referring(references.of(image, manifest)));
  }

  private boolean bring(ImageName image, Digest digest, StoredBlob blob) throws IOException {
    try {
      members.bring(
          blob,
          AssetWrite.of(DockerPaths.blob(image, digest), BLOB_TYPE)
              .retained(Retention.WHILE_NEEDED));
      return true;
    } catch (MissingBlobException e) {
      return false; // deleted meanwhile, or damaged: the client sends it then
    }
  }

  private Optional<StoredBlob> source(Request request, Digest digest) throws IOException {
    Optional<String> from = request.query().first("from").filter(name -> !name.isEmpty());
    if (from.isEmpty()) {
      return context.content().blob(digest);
    }
    String prefix = context.name() + "/";
    String inside =
        from.get().startsWith(prefix) ? from.get().substring(prefix.length()) : from.get();
    for (String name : List.of(from.get(), inside, "library/" + inside)) {
      if (ImageName.wellFormed(name)) {
        Optional<Asset> blob = kept(new ImageName(name), digest);
        if (blob.isPresent()) {
          return blob.map(Asset::blob);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Asset> find(AssetPath path) throws IOException {
    return context.content().find(path);
  }

  private ContentStore writable() throws ProblemException {
    return members
        .writable()
        .flatMap(members::content)
        .orElseThrow(
            () ->
                DockerError.UNAVAILABLE.because(
                    "the member of group '%s' that takes what is pushed is not there"
                        .formatted(context.name())));
  }
}
