package io.entrepot.spi.proxy;

import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.IoConsumer;
import io.entrepot.spi.http.IoFunction;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiPredicate;

/**
 * One thing that a proxy repository gets from its upstream.
 *
 * @param path the asset as which it is kept
 * @param address where upstream has it: an encoded path with its query, relative to {@code
 *     proxy.remoteUrl}; or an absolute URL, for which no credentials are sent to another host
 * @param headers fields to send: {@code Accept}
 * @param freshness how long it counts as current
 * @param digest what its bytes must have
 * @param whole for small things that a format has to look into: at most so many bytes, and nobody
 *     sees one before all are here and kept; empty for what is passed on as it comes
 * @param same asked when what is kept is too old: whether upstream's answer to {@code HEAD} means
 *     that the asset is current; empty to ask with {@code If-None-Match} and {@code
 *     If-Modified-Since}
 * @param accept looks at the fields of upstream's answer before any of its bytes are taken: a
 *     {@link io.entrepot.spi.http.ProblemException} refuses it
 * @param keep what is to be changed when it has come; must set the asset
 */
public record Wanted(
    AssetPath path,
    String address,
    Headers headers,
    Freshness freshness,
    Optional<Digest> digest,
    OptionalInt whole,
    Optional<BiPredicate<Asset, Headers>> same,
    IoConsumer<Headers> accept,
    IoFunction<Arrival, ChangeSet> keep) {

  /** A file that is kept as it comes, with upstream's media type. */
  public static Wanted of(AssetPath path, String address, Freshness freshness) {
    return new Wanted(
        path,
        address,
        Headers.none(),
        freshness,
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        headers -> {},
        arrival ->
            ChangeSet.empty().put(AssetWrite.of(path, arrival.contentType()), arrival.content()));
  }

  /** The same, sending those fields. */
  public Wanted sending(Headers newHeaders) {
    return new Wanted(path, address, newHeaders, freshness, digest, whole, same, accept, keep);
  }

  /** The same, having that digest. */
  public Wanted having(Digest newDigest) {
    return new Wanted(
        path, address, headers, freshness, Optional.of(newDigest), whole, same, accept, keep);
  }

  /** The same, small and seen by nobody before it is kept. */
  public Wanted whole(int limit) {
    return new Wanted(
        path, address, headers, freshness, digest, OptionalInt.of(limit), same, accept, keep);
  }

  /** The same, current if upstream's answer to {@code HEAD} says so. */
  public Wanted currentIf(BiPredicate<Asset, Headers> newSame) {
    return new Wanted(
        path, address, headers, freshness, digest, whole, Optional.of(newSame), accept, keep);
  }

  /** The same, taken only if nothing is wrong with the fields of upstream's answer. */
  public Wanted accepting(IoConsumer<Headers> newAccept) {
    return new Wanted(path, address, headers, freshness, digest, whole, same, newAccept, keep);
  }

  /** The same, kept otherwise. */
  public Wanted kept(IoFunction<Arrival, ChangeSet> newKeep) {
    return new Wanted(path, address, headers, freshness, digest, whole, same, accept, newKeep);
  }
}
