package io.entrepot.format.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.Test;

/** OCI distribution-spec 1.1: manifests and tags that are pulled, pushed and deleted. */
public abstract class DistributionManifestsSuite extends DistributionBlobsSuite {

  // end-3

  @Test
  public void end3ShouldSendManifestByTagAndDigest() throws IOException {
    byte[] manifest = Images.pushImage(registry, image, "1.0");
    Digest digest = Images.sha256(manifest);
    for (String reference : List.of("1.0", digest.toString())) {
      Answer answer =
          registry.send(
              Call.get(manifestAt(reference))
                  .header("Accept", ManifestKind.OCI_MANIFEST.mediaType()));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(manifest);
      assertThat(answer.header("Content-Type")).isEqualTo(ManifestKind.OCI_MANIFEST.mediaType());
      assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
      Answer head = registry.send(Call.head(manifestAt(reference)));
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(manifest.length));
      assertThat(head.header("Docker-Content-Digest")).isEqualTo(digest.toString());
    }
  }

  @Test
  public void end3ShouldNotFindManifestThatIsNotThere() throws IOException {
    Images.pushImage(registry, image, "1.0");
    String absent = Images.sha256(Images.blob(5)).toString();
    for (String reference : List.of("2.0", ".INVALID_MANIFEST_NAME", absent)) {
      Answer answer = registry.send(Call.get(manifestAt(reference)));
      assertThat(answer.status()).as(reference).isEqualTo(404);
      assertThat(answer.error()).isEqualTo("MANIFEST_UNKNOWN");
      assertThat(registry.send(Call.head(manifestAt(reference))).status()).isEqualTo(404);
    }
    assertThat(registry.send(Call.get(manifestAt("sha256:baddigest"))).error())
        .isEqualTo("DIGEST_INVALID");
  }

  // end-7

  @Test
  public void end7ShouldTakeManifestByTag() throws IOException {
    byte[] manifest = fresh(DigestAlgorithm.SHA256);
    Answer answer = Images.put(registry, image, "v1", manifest);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Docker-Content-Digest"))
        .isEqualTo(Images.sha256(manifest).toString());
    assertThat(registry.send(Call.get(answer.header("Location"))).body()).isEqualTo(manifest);
  }

  @Test
  public void end7ShouldTakeManifestByDigestOfEitherAlgorithm() throws IOException {
    for (DigestAlgorithm algorithm : List.of(DigestAlgorithm.SHA256, DigestAlgorithm.SHA512)) {
      byte[] manifest = fresh(algorithm);
      Digest digest = Digests.of(algorithm, manifest);
      Answer answer = Images.put(registry, image, digest.toString(), manifest);
      assertThat(answer.status()).isEqualTo(201);
      assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
      Answer sent = registry.send(Call.get(answer.header("Location")));
      assertThat(sent.body()).isEqualTo(manifest);
      assertThat(sent.header("Docker-Content-Digest")).isEqualTo(digest.toString());
      byte[] index = Images.bytes(Images.index(digest));
      assertThat(Images.put(registry, image, Digests.of(algorithm, index).toString(), index))
          .extracting(Answer::status)
          .isEqualTo(201);
    }
  }

  @Test
  public void end7ShouldRefuseAnotherDigest() throws IOException {
    byte[] manifest = fresh(DigestAlgorithm.SHA256);
    Digest wrong = Images.sha256(Images.blob(10));
    Answer answer = Images.put(registry, image, wrong.toString(), manifest);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("DIGEST_INVALID");
    assertThat(registry.send(Call.head(manifestAt(wrong.toString()))).status()).isEqualTo(404);
    assertThat(Images.put(registry, image, "sha256:baddigeststring", manifest).status())
        .isEqualTo(400);
  }

  @Test
  public void end7ShouldNameEachMissingBlob() throws IOException {
    byte[] config = Images.blob(10);
    byte[] layer = Images.blob(20);
    byte[] manifest = Images.bytes(Images.manifest(DigestAlgorithm.SHA256, config, layer));
    Answer answer = Images.put(registry, image, "v1", manifest);
    assertThat(answer.status()).isEqualTo(404);
    List<String> digests = new ArrayList<>();
    for (JsonNode error : answer.json().path("errors")) {
      assertThat(error.path("code").asText()).isEqualTo("MANIFEST_BLOB_UNKNOWN");
      digests.add(error.path("detail").path("digest").asText());
    }
    assertThat(digests)
        .containsExactlyInAnyOrder(
            Images.sha256(config).toString(), Images.sha256(layer).toString());
    assertThat(registry.send(Call.head(manifestAt("v1"))).status()).isEqualTo(404);
  }

  @Test
  public void end7ShouldRefuseIndexOfManifestThatIsNotThere() throws IOException {
    byte[] index = Images.bytes(Images.index(Images.sha256(Images.blob(10))));
    Answer answer = Images.put(registry, image, "multi", index);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error()).isEqualTo("MANIFEST_BLOB_UNKNOWN");
  }

  @Test
  public void end7ShouldTakeLargeManifestAndRefuseHugeOne() throws IOException {
    byte[] config = Images.blob(10);
    Images.push(registry, image, config);
    ObjectNode json = Images.manifest(DigestAlgorithm.SHA256, config);
    ObjectNode annotations = json.putObject("annotations");
    for (int i = 0; i < 390; i++) {
      annotations.put("large-" + i, "A".repeat(10_000));
    }
    byte[] large = Images.bytes(json);
    assertThat(Images.put(registry, image, "large", large).status()).isEqualTo(201);
    byte[] huge = Arrays.copyOf(large, 4 * 1024 * 1024 + 1);
    Arrays.fill(huge, large.length, huge.length, (byte) ' ');
    Answer answer =
        registry.send(
            Call.put(manifestAt("huge"), huge)
                .header("Content-Type", ManifestKind.OCI_MANIFEST.mediaType()));
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.error()).isEqualTo("SIZE_INVALID");
  }

  @Test
  public void end7ShouldRefuseWhatIsNoManifest() throws IOException {
    String schema1 = "{\"schemaVersion\":1,\"name\":\"a\",\"tag\":\"b\",\"fsLayers\":[]}";
    String deep = "{\"schemaVersion\":2,\"layers\":" + "[".repeat(5000) + "]".repeat(5000) + "}";
    String twice = "{\"schemaVersion\":2,\"schemaVersion\":2,\"config\":{},\"layers\":[]}";
    for (String body : List.of("", "{", "[]", "null", "{}", "\u0000", schema1, deep, twice)) {
      Answer answer =
          registry.send(
              Call.put(manifestAt("bad"), body.getBytes(StandardCharsets.UTF_8))
                  .header("Content-Type", ManifestKind.OCI_MANIFEST.mediaType()));
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.error()).isEqualTo("MANIFEST_INVALID");
    }
    byte[] manifest = fresh(DigestAlgorithm.SHA256);
    Answer tag = Images.put(registry, image, "-not-a-tag", manifest);
    assertThat(tag.status()).isEqualTo(400);
    assertThat(tag.error()).isEqualTo("MANIFEST_INVALID");
  }

  @Test
  public void end7ShouldTakeManifestWithoutLayers() throws IOException {
    byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
    Images.push(registry, image, config);
    byte[] manifest = Images.bytes(Images.manifest(DigestAlgorithm.SHA256, config));
    assertThat(Images.put(registry, image, "empty", manifest).status()).isEqualTo(201);
    byte[] index = Images.bytes(Images.index());
    assertThat(Images.put(registry, image, "empty-index", index).status()).isEqualTo(201);
  }

  @Test
  public void end7ShouldTakeLayersThatAreElsewhere() throws IOException {
    byte[] config = Images.blob(10);
    Images.push(registry, image, config);
    ObjectNode manifest = Images.manifest(DigestAlgorithm.SHA256, config);
    ObjectNode layer =
        Images.descriptor(
            "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
            Images.sha256(Images.blob(9)),
            123456);
    layer.putArray("urls").add("https://store.example.com/layer");
    manifest.withArray("layers").add(layer);
    assertThat(Images.put(registry, image, "foreign", Images.bytes(manifest)).status())
        .isEqualTo(201);
  }

  @Test
  public void end7ShouldTakeFieldsThatItDoesNotKnow() throws IOException {
    byte[] config = Images.blob(10);
    Images.push(registry, image, config);
    ObjectNode manifest = Images.manifest(DigestAlgorithm.SHA256, config);
    manifest.put("org.example.extra", "value").putObject("more").put("deep", 1);
    ((ObjectNode) manifest.path("config")).put("data", "AAAA");
    byte[] bytes = Images.bytes(manifest);
    assertThat(Images.put(registry, image, "custom", bytes).status()).isEqualTo(201);
    assertThat(registry.send(Call.get(manifestAt("custom"))).body()).isEqualTo(bytes);
  }

  @Test
  public void end7ShouldSetTagsOfQuery() throws IOException {
    byte[] manifest = fresh(DigestAlgorithm.SHA512);
    Digest digest = Images.sha512(manifest);
    Answer answer =
        registry.send(
            Call.put(manifestAt(digest.toString()), manifest)
                .query("tag=one&tag=two")
                .header("Content-Type", ManifestKind.OCI_MANIFEST.mediaType()));
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.headers().all("OCI-Tag")).containsExactly("one", "two");
    Answer two = registry.send(Call.get(manifestAt("two")));
    assertThat(two.body()).isEqualTo(manifest);
    assertThat(two.header("Docker-Content-Digest")).isEqualTo(digest.toString());
  }

  // end-9

  @Test
  public void end9ShouldDeleteTagAlone() throws IOException {
    byte[] manifest = Images.pushImage(registry, image, "1.0");
    Images.put(registry, image, "2.0", manifest);
    assertThat(registry.send(Call.delete(manifestAt("1.0"))).status()).isEqualTo(202);
    assertThat(registry.send(Call.get(manifestAt("1.0"))).status()).isEqualTo(404);
    assertThat(registry.send(Call.get(manifestAt("2.0"))).status()).isEqualTo(200);
    assertThat(registry.send(Call.get(manifestAt(Images.sha256(manifest).toString()))).status())
        .isEqualTo(200);
    assertThat(texts(registry.send(Call.get(tagsList())).json().path("tags")))
        .containsExactly("2.0");
    assertThat(registry.send(Call.delete(manifestAt("1.0"))).error()).isEqualTo("MANIFEST_UNKNOWN");
  }

  @Test
  public void end9ShouldDeleteManifestWithItsTags() throws IOException {
    byte[] manifest = Images.pushImage(registry, image, "1.0");
    Images.put(registry, image, "2.0", manifest);
    Images.pushImage(registry, image, "3.0");
    String digest = Images.sha256(manifest).toString();
    assertThat(registry.send(Call.delete(manifestAt(digest))).status()).isEqualTo(202);
    for (String reference : List.of(digest, "1.0", "2.0")) {
      assertThat(registry.send(Call.get(manifestAt(reference))).status()).isEqualTo(404);
    }
    assertThat(texts(registry.send(Call.get(tagsList())).json().path("tags")))
        .containsExactly("3.0");
    Answer again = registry.send(Call.delete(manifestAt(digest)));
    assertThat(again.status()).isEqualTo(404);
    assertThat(again.error()).isEqualTo("MANIFEST_UNKNOWN");
  }

  @Test
  public void end9ShouldStillListTagsOfImageWithoutManifests() throws IOException {
    byte[] manifest = Images.pushImage(registry, image, "1.0");
    registry.send(Call.delete(manifestAt(Images.sha256(manifest).toString())));
    Answer answer = registry.send(Call.get(tagsList()));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("tags")).isEmpty();
  }
}
