package io.entrepot.format.docker;

import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.proxy.ProxyCache.Answer;
import io.entrepot.testkit.TestUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Images of a registry without a network. */
final class UpstreamImages {

  /** One image. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Image(byte[] config, byte[] layer, byte[] manifest) {
    Digest digest() {
      return Images.sha256(manifest);
    }
  }

  private final TestUpstream upstream;

  UpstreamImages(TestUpstream upstream) {
    this.upstream = upstream;
  }

  /** From now on there is a fresh image. */
  Image image(String name, String tag) throws IOException {
    Image image = new Image(Images.blob(64), Images.blob(256), new byte[0]);
    byte[] manifest =
        Images.bytes(Images.manifest(DigestAlgorithm.SHA256, image.config, image.layer));
    blob(name, image.config);
    blob(name, image.layer);
    manifest(name, tag, manifest);
    return new Image(image.config, image.layer, manifest);
  }

  /** From now on there is a blob. */
  void blob(String name, byte[] bytes) {
    upstream.answers(
        "v2/" + name + "/blobs/" + Images.sha256(bytes),
        new Answer(
            200,
            Headers.of("Content-Type", "binary/octet-stream")
                .and("Content-Length", Integer.toString(bytes.length)),
            bytes));
  }

  /** From now on there is a manifest, by its digest and maybe a tag. */
  void manifest(String name, String tag, byte[] manifest) throws IOException {
    Answer answer =
        new Answer(
            200,
            Headers.of("Content-Type", Json.read(manifest).path("mediaType").asText())
                .and("Docker-Content-Digest", Images.sha256(manifest).toString()),
            manifest);
    upstream.answers("v2/" + name + "/manifests/" + Images.sha256(manifest), answer);
    if (!tag.isEmpty()) {
      upstream.answers("v2/" + name + "/manifests/" + tag, answer);
    }
  }

  /** From now on it lists those tags, at that address. */
  void tags(String address, String link, String... tags) {
    list(address, link, "tags", tags);
  }

  /** From now on it lists those texts in a field. */
  void list(String address, String link, String field, String... texts) {
    Headers headers = Headers.of("Content-Type", "application/json");
    upstream.answers(
        address,
        new Answer(
            200,
            link.isEmpty() ? headers : headers.and("Link", link),
            ("{\""
                    + field
                    + "\":["
                    + String.join(",", List.of(texts).stream().map(t -> '"' + t + '"').toList())
                    + "]}")
                .getBytes(StandardCharsets.UTF_8)));
  }
}
