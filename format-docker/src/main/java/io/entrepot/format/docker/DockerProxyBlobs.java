package io.entrepot.format.docker;

import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.MissingBlobException;
import io.entrepot.spi.content.Retention;
import io.entrepot.spi.content.StoredBlob;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.proxy.Fetch;
import io.entrepot.spi.proxy.Freshness;
import io.entrepot.spi.proxy.ProxyCache;
import io.entrepot.spi.proxy.Wanted;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Blobs of another registry, sent while they come, kept for ever. */
final class DockerProxyBlobs {

  private static final String TYPE = "application/octet-stream";

  private final ProxyCache cache;
  private final ContentStore content;
  private final DockerUpstream upstream;
  private final DockerNeeds needs;
  private final String repository;
  private final List<Pattern> elsewhere;

  DockerProxyBlobs(RepositoryContext context, DockerUpstream upstream) {
    this.cache = context.proxy();
    this.content = context.content();
    this.upstream = upstream;
    this.needs = new DockerNeeds(context.content());
    this.repository = context.name();
    this.elsewhere =
        context.settings().flag(DockerSettings.CACHE_FOREIGN_LAYERS)
            ? context.settings().list(DockerSettings.FOREIGN_LAYER_URLS).stream()
                .map(DockerProxyBlobs::pattern)
                .toList()
            : List.of();
  }

  /** Sends a blob. */
  Response send(Request request, Route.Blob which) throws IOException {
    Wanted wanted = wanted(which);
    if (request.method() == Method.HEAD) {
      return Response.Await.on(cache.look(wanted), fetch -> reply(which, fetch));
    }
    takeOver(which, wanted.path());
    return Response.Await.on(cache.fetch(wanted), fetch -> reply(which, fetch));
  }

  private Response reply(Route.Blob which, Fetch fetch) throws IOException {
    Fetch seen = upstream.hidden(fetch);
    if (seen instanceof Fetch.Absent) {
      throw DockerError.BLOB_UNKNOWN.because(
          "%s, the upstream of repository '%s', has no blob %s of image '%s'"
              .formatted(upstream.shown(), repository, which.digest(), which.image()));
    }
    Response.Reply reply = seen.reply();
    if (seen instanceof Fetch.Kept) {
      return reply.with("Docker-Content-Digest", which.digest().toString());
    }
    // Whatever type upstream's storage gives it: what is kept has the same fields.
    Headers headers =
        Headers.of("Content-Type", TYPE).and("Docker-Content-Digest", which.digest().toString());
    if (which.digest().algorithm() == DigestAlgorithm.SHA256) {
      headers = headers.and("ETag", '"' + which.digest().hex() + '"');
    }
    Optional<String> status = reply.headers().first(Fetch.CACHE_STATUS);
    headers = status.isPresent() ? headers.and(Fetch.CACHE_STATUS, status.get()) : headers;
    return new Response.Reply(reply.status(), headers, reply.body());
  }

  private Wanted wanted(Route.Blob which) throws IOException {
    ImageName image = which.image();
    Digest digest = which.digest();
    AssetPath path = DockerPaths.blob(image, digest);
    String address = DockerUpstream.blob(image, digest.toString());
    return Wanted.of(path, foreign(which).orElse(address), Freshness.FOREVER)
        .having(digest)
        .kept(
            arrival ->
                ChangeSet.empty().put(asset(path, needs.of(image, digest)), arrival.content()));
  }

  private static AssetWrite asset(AssetPath path, Set<AssetPath> neededBy) {
    return AssetWrite.of(path, TYPE).retained(Retention.WHILE_NEEDED).neededBy(neededBy);
  }

  /** A layer that another image has as well has come already. */
  private void takeOver(Route.Blob which, AssetPath path) throws IOException {
    if (content.find(path).isPresent()) {
      return;
    }
    Optional<StoredBlob> same = content.blob(which.digest());
    Set<AssetPath> neededBy = same.isEmpty() ? Set.of() : needs.of(which.image(), which.digest());
    if (neededBy.isEmpty()) {
      return; // of this image nobody has said that it has it
    }
    try {
      content.commit(ChangeSet.empty().link(asset(path, neededBy), same.get()));
    } catch (MissingBlobException e) {
      // Deleted meanwhile: it comes from upstream then.
    }
  }

  /** Where a layer is that registries do not distribute, if it may be fetched from there. */
  private Optional<String> foreign(Route.Blob which) throws IOException {
    if (elsewhere.isEmpty()) {
      return Optional.empty();
    }
    return needs.urls(which.image(), which.digest()).stream()
        .filter(url -> url.matches("https?://.*"))
        .filter(url -> elsewhere.stream().anyMatch(pattern -> pattern.matcher(url).matches()))
        .findFirst();
  }

  private static Pattern pattern(String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "%s: '%s' is not a regular expression: %s"
              .formatted(DockerSettings.FOREIGN_LAYER_URLS, Shown.of(regex), e.getDescription()),
          e);
    }
  }
}
