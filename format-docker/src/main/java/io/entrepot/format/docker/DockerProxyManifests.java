package io.entrepot.format.docker;

import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.blob.GrowingBlob;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Precondition;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.http.Body;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.proxy.Arrival;
import io.entrepot.spi.proxy.Fetch;
import io.entrepot.spi.proxy.Freshness;
import io.entrepot.spi.proxy.ProxyCache;
import io.entrepot.spi.proxy.Wanted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Manifests of another registry. A tag is looked up again when it is too old, by {@code HEAD},
 * which registries do not count as a pull; what is named by its digest never is. {@code HEAD} of a
 * client gets it as {@code GET} would: the client's next request is for what it names, and an
 * upstream that has gone by then can be done without.
 */
final class DockerProxyManifests {

  private static final String DIGEST_FIELD = "Docker-Content-Digest";

  private final ProxyCache cache;
  private final DockerUpstream upstream;
  private final DockerNeeds needs;
  private final String repository;

  DockerProxyManifests(RepositoryContext context, DockerUpstream upstream) {
    this.cache = context.proxy();
    this.upstream = upstream;
    this.needs = new DockerNeeds(context.content());
    this.repository = context.name();
  }

  /** Sends a manifest as upstream sent it. */
  Response send(Route.Manifest which) {
    return Response.Await.on(fetch(which), fetch -> reply(which, fetch));
  }

  /** What there is of a manifest. */
  CompletionStage<Fetch> fetch(Route.Manifest which) {
    return cache.fetch(wanted(which)).thenApply(fetch -> upstream.hidden(fetch));
  }

  private Response.Reply reply(Route.Manifest which, Fetch fetch) throws IOException {
    if (fetch instanceof Fetch.Absent) {
      throw DockerError.MANIFEST_UNKNOWN.because(
          "%s, the upstream of repository '%s', has no manifest '%s' of image '%s'"
              .formatted(upstream.shown(), repository, which.reference(), which.image()));
    }
    Response.Reply reply = fetch.reply();
    if (fetch instanceof Fetch.Kept keptOne) {
      return reply.with(DIGEST_FIELD, DockerManifests.digest(keptOne.asset()));
    }
    if (fetch instanceof Fetch.Coming coming) {
      // There was no room to keep it.
      byte[] bytes = bytes(coming.bytes());
      return new Response.Reply(200, reply.headers(), new Body.Bytes(bytes))
          .with(DIGEST_FIELD, digest(which.reference(), bytes).toString());
    }
    return reply;
  }

  private Wanted wanted(Route.Manifest which) {
    boolean tagged = which.reference() instanceof Reference.ByTag;
    Wanted wanted =
        Wanted.of(
                DockerManifests.path(which),
                DockerUpstream.manifest(which.image(), which.reference()),
                tagged ? Freshness.METADATA : Freshness.FOREVER)
            .sending(DockerUpstream.MANIFESTS)
            .whole(ManifestReader.LARGEST)
            .accepting(this::requireManifest)
            .kept(arrival -> changes(which, arrival));
    return which.reference() instanceof Reference.ByDigest byDigest
        ? wanted.having(byDigest.digest())
        : wanted.currentIf(DockerProxyManifests::same);
  }

  private static boolean same(Asset tag, Headers answer) {
    return answer
        .first(DIGEST_FIELD)
        .filter(digest -> digest.equals(DockerManifests.digest(tag)))
        .isPresent();
  }

  private void requireManifest(Headers answer) throws ProblemException {
    String sent = answer.first("Content-Type").orElse("");
    String type = sent.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    if (ManifestKind.ofMediaType(type).isEmpty() && !ManifestReader.vague(type)) {
      throw refused("sent '" + Shown.of(sent) + "' in place of a manifest");
    }
  }

  private ChangeSet changes(Route.Manifest which, Arrival arrival) throws IOException {
    byte[] bytes = arrival.bytes();
    Manifest manifest;
    try {
      manifest = ManifestReader.read(bytes, arrival.contentType());
    } catch (ProblemException e) {
      throw refused("sent no manifest that could be kept: " + e.getMessage());
    }
    Digest digest = digest(which.reference(), bytes);
    requireAnnounced(arrival.headers(), bytes);
    ManifestWrite write = new ManifestWrite(which.image(), digest, manifest, bytes.length);
    Set<AssetPath> neededBy = new HashSet<>(needs.of(which.image(), digest));
    neededBy.addAll(write.subject());
    AssetWrite asset =
        write.asset().referring(needs.present(which.image(), manifest)).neededBy(neededBy);
    return DockerNeeds.noted(
        write.changes(asset, moves(which.reference()), arrival.content()), write, asset.path());
  }

  private static List<TagPolicy.Move> moves(Reference reference) {
    return reference instanceof Reference.ByTag byTag
        ? List.of(new TagPolicy.Move(byTag.tag(), Precondition.NONE))
        : List.of();
  }

  /** Bytes that are not those which upstream names are nobody's manifest. */
  private void requireAnnounced(Headers answer, byte[] bytes) throws ProblemException {
    Optional<Digest> announced = answer.first(DIGEST_FIELD).flatMap(Digests::read);
    if (announced.isPresent()
        && !Digests.of(announced.get().algorithm(), bytes).equals(announced.get())) {
      throw refused("sent other bytes than those of " + announced.get() + ", as it calls them");
    }
  }

  private static Digest digest(Reference reference, byte[] bytes) {
    return reference instanceof Reference.ByDigest byDigest
        ? byDigest.digest()
        : Digests.of(DigestAlgorithm.SHA256, bytes);
  }

  private ProblemException refused(String what) {
    return DockerError.UNKNOWN.because(
        502,
        "%s, the upstream of repository '%s', %s".formatted(upstream.shown(), repository, what));
  }

  /** All bytes of what has come already. */
  static byte[] bytes(GrowingBlob growing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    while (true) {
      int count = growing.read(bytes.size(), buffer.clear());
      if (count < 0) {
        return bytes.toByteArray();
      }
      if (count == 0) {
        throw new IOException("a manifest is to come whole");
      }
      bytes.write(buffer.array(), 0, count);
    }
  }
}
