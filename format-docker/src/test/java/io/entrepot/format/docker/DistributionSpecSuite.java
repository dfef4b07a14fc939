package io.entrepot.format.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.http.Method;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.Before;
import org.junit.Test;

/**
 * OCI distribution-spec 1.1, endpoint by endpoint as its table numbers them. Each test uses images
 * of its own, so that the registry need not be empty.
 */
public abstract class DistributionSpecSuite {

  private Registry registry;
  private String image;

  /** A registry, and whoever talks to it may do everything. */
  protected abstract Registry registry() throws IOException;

  /** What image names begin with: empty, or a repository's name and a slash. */
  protected String prefix() {
    return "";
  }

  @Before
  public void connect() throws IOException {
    registry = registry();
    image = prefix() + "spec/" + UUID.randomUUID();
  }

  // end-1

  @Test
  public void end1ShouldSayThatTheProtocolIsSpoken() throws IOException {
    Answer answer = registry.send(Call.get("/v2/"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Docker-Distribution-API-Version")).isEqualTo("registry/2.0");
    assertThat(answer.json().isObject()).isTrue();
  }

  // end-2

  @Test
  public void end2ShouldSendBlob() throws IOException {
    for (byte[] blob : List.of(Images.blob(1000), new byte[0])) {
      for (Digest digest : List.of(Images.sha256(blob), Images.sha512(blob))) {
        Images.push(registry, image, blob, digest);
        Answer answer = registry.send(Call.get(blobAt(digest)));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(blob);
        assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
        assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(blob.length));
        assertThat(answer.header("ETag")).startsWith("\"");
      }
    }
  }

  @Test
  public void end2ShouldTellOfBlobWithoutSendingIt() throws IOException {
    byte[] blob = Images.blob(1000);
    Digest digest = Images.push(registry, image, blob);
    Answer answer = registry.send(Call.head(blobAt(digest)));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.header("Content-Length")).isEqualTo("1000");
    assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
  }

  @Test
  public void end2ShouldNotFindWhatWasNotPushed() throws IOException {
    Answer answer = registry.send(Call.get(blobAt(Images.sha256(Images.blob(10)))));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error()).isEqualTo("BLOB_UNKNOWN");
    assertThat(registry.send(Call.head(blobAt(Images.sha256(Images.blob(9))))).status())
        .isEqualTo(404);
  }

  @Test
  public void end2ShouldNotFindBlobOfAnotherImage() throws IOException {
    Digest digest = Images.push(registry, image + "/other", Images.blob(10));
    assertThat(registry.send(Call.get(blobAt(digest))).status()).isEqualTo(404);
  }

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

  // end-4a, end-5, end-6

  @Test
  public void end4aShouldBeginUploadThatPutFinishes() throws IOException {
    byte[] blob = Images.blob(300);
    String session = begin();
    Answer answer =
        registry.send(
            Call.put(session, blob)
                .query("digest=" + Images.sha256(blob))
                .header("Content-Type", "application/octet-stream"));
    assertStored(answer, blob, Images.sha256(blob));
  }

  @Test
  public void end4aShouldAnswerWithSession() throws IOException {
    Answer answer = registry.send(Call.post(uploads()));
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Location")).startsWith("/").contains("/blobs/uploads/");
    assertThat(answer.header("Range")).isEqualTo("0-0");
    assertThat(answer.header("Docker-Upload-UUID")).isNotEmpty();
  }

  @Test
  public void end4bShouldTakeBlobAtOnce() throws IOException {
    for (DigestAlgorithm algorithm : List.of(DigestAlgorithm.SHA256, DigestAlgorithm.SHA512)) {
      byte[] blob = Images.blob(300);
      Digest digest = Digests.of(algorithm, blob);
      Answer answer = registry.send(Call.post(uploads()).query("digest=" + digest).body(blob));
      assertStored(answer, blob, digest);
    }
  }

  @Test
  public void end4bShouldKeepNothingOfAnotherDigest() throws IOException {
    byte[] blob = Images.blob(300);
    Digest wrong = Images.sha256(Images.blob(300));
    Answer answer = registry.send(Call.post(uploads()).query("digest=" + wrong).body(blob));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("DIGEST_INVALID");
    assertThat(registry.send(Call.head(blobAt(wrong))).status()).isEqualTo(404);
    assertThat(registry.send(Call.head(blobAt(Images.sha256(blob)))).status()).isEqualTo(404);
  }

  @Test
  public void end5ShouldTakeStream() throws IOException {
    byte[] blob = Images.blob(3000);
    Answer patched = registry.send(Call.patch(begin(), blob).streamed());
    assertThat(patched.status()).isEqualTo(202);
    assertThat(patched.header("Range")).isEqualTo("0-2999");
    Answer answer =
        registry.send(
            Call.put(patched.header("Location"), new byte[0])
                .query("digest=" + Images.sha512(blob)));
    assertStored(answer, blob, Images.sha512(blob));
  }

  @Test
  public void end5ShouldTakeChunksInOrder() throws IOException {
    byte[] blob = Images.blob(3000);
    String session = begin();
    for (int from = 0; from < 3000; from += 1000) {
      Answer answer = registry.send(chunk(session, blob, from, 1000));
      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.header("Range")).isEqualTo("0-" + (from + 999));
      session = answer.header("Location");
    }
    Answer answer =
        registry.send(Call.put(session, new byte[0]).query("digest=" + Images.sha256(blob)));
    assertStored(answer, blob, Images.sha256(blob));
  }

  @Test
  public void end5ShouldRefuseChunkOutOfOrderAndGoOn() throws IOException {
    byte[] blob = Images.blob(3000);
    String session = begin();
    assertThat(registry.send(chunk(session, blob, 1000, 1000)).status()).isEqualTo(416);
    session = registry.send(chunk(session, blob, 0, 1000)).header("Location");
    for (int wrong : List.of(0, 2000)) {
      Answer answer = registry.send(chunk(session, blob, wrong, 1000));
      assertThat(answer.status()).isEqualTo(416);
      assertThat(answer.header("Range")).isEqualTo("0-999");
      assertThat(answer.header("Location")).isEqualTo(session);
      assertThat(answer.error()).isEqualTo("BLOB_UPLOAD_INVALID");
    }
    registry.send(chunk(session, blob, 1000, 1000));
    Call last = chunk(session, blob, 2000, 1000);
    Answer answer =
        registry.send(
            new Call(Method.PUT, session, last.headers(), last.body(), true)
                .query("digest=" + Images.sha256(blob)));
    assertStored(answer, blob, Images.sha256(blob));
  }

  @Test
  public void end5ShouldRefuseMalformedRange() throws IOException {
    String session = begin();
    for (String range : List.of("bytes 0-9/10", "0-", "x", "9-0")) {
      Answer answer =
          registry.send(Call.patch(session, Images.blob(10)).header("Content-Range", range));
      assertThat(answer.status()).as(range).isEqualTo(400);
      assertThat(answer.error()).isIn("BLOB_UPLOAD_INVALID", "SIZE_INVALID");
    }
    Answer short1 =
        registry.send(Call.patch(session, Images.blob(10)).header("Content-Range", "0-98"));
    assertThat(short1.status()).isEqualTo(400);
    assertThat(short1.error()).isEqualTo("SIZE_INVALID");
  }

  @Test
  public void end5ShouldNotKnowSessionThatIsNotThere() throws IOException {
    String absent = uploads() + "no-such-session";
    String other = begin().replace(image, image + "/other");
    for (String session : List.of(absent, other)) {
      for (Call call :
          List.of(
              Call.patch(session, Images.blob(10)),
              Call.put(session, new byte[0]).query("digest=" + Images.sha256(new byte[0])),
              Call.get(session),
              Call.delete(session))) {
        Answer answer = registry.send(call);
        assertThat(answer.status()).as(call.toString()).isEqualTo(404);
        assertThat(answer.error()).isEqualTo("BLOB_UPLOAD_UNKNOWN");
      }
    }
  }

  @Test
  public void end6ShouldNeedDigest() throws IOException {
    String session = begin();
    for (String query :
        List.of("", "digest=", "digest=sha256:12", "digest=md5:" + "0".repeat(32))) {
      Answer answer = registry.send(Call.put(session, Images.blob(10)).query(query));
      assertThat(answer.status()).as(query).isEqualTo(400);
      assertThat(answer.error()).isEqualTo("DIGEST_INVALID");
    }
  }

  @Test
  public void end6ShouldKeepNothingOfAnotherDigest() throws IOException {
    byte[] blob = Images.blob(300);
    Digest wrong = Images.sha256(Images.blob(300));
    String session = registry.send(Call.patch(begin(), blob)).header("Location");
    Answer answer = registry.send(Call.put(session, new byte[0]).query("digest=" + wrong));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("DIGEST_INVALID");
    assertThat(registry.send(Call.head(blobAt(wrong))).status()).isEqualTo(404);
    assertThat(registry.send(Call.get(session)).status()).isEqualTo(404);
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

  // end-8a, end-8b

  @Test
  public void end8aShouldListTagsInOrder() throws IOException {
    byte[] manifest = fresh(DigestAlgorithm.SHA256);
    for (String tag : List.of("b", "B", "a", "C", "_x", "1.0", "a.b")) {
      Images.put(registry, image, tag, manifest);
    }
    JsonNode list = registry.send(Call.get(tagsList())).json();
    assertThat(list.path("name").asText()).isEqualTo(image);
    assertThat(texts(list.path("tags"))).containsExactly("1.0", "_x", "a", "a.b", "B", "b", "C");
  }

  @Test
  public void end8aShouldNotKnowImageThatIsNotThere() throws IOException {
    Answer answer = registry.send(Call.get(tagsList()));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error()).isEqualTo("NAME_UNKNOWN");
  }

  @Test
  public void end8bShouldListTagsByPages() throws IOException {
    byte[] manifest = fresh(DigestAlgorithm.SHA256);
    List<String> tags = List.of("t1", "t2", "t3", "t4", "t5");
    for (String tag : tags) {
      Images.put(registry, image, tag, manifest);
    }
    List<String> seen = new ArrayList<>();
    String next = tagsList() + "?n=2";
    for (int pages = 0; !next.isEmpty(); pages++) {
      assertThat(pages).isLessThan(3);
      Answer answer = registry.send(Call.get(next));
      assertThat(answer.status()).isEqualTo(200);
      List<String> page = texts(answer.json().path("tags"));
      assertThat(page.size()).isLessThanOrEqualTo(2);
      seen.addAll(page);
      next = answer.header("Link").replaceFirst("^<(.*)>; rel=\"next\"$", "$1");
    }
    assertThat(seen).isEqualTo(tags);
    assertThat(texts(registry.send(Call.get(tagsList() + "?last=t3")).json().path("tags")))
        .containsExactly("t4", "t5");
    assertThat(texts(registry.send(Call.get(tagsList() + "?last=t21&n=1")).json().path("tags")))
        .containsExactly("t3");
    Answer none = registry.send(Call.get(tagsList() + "?n=0"));
    assertThat(none.status()).isEqualTo(200);
    assertThat(none.json().path("tags").isArray()).isTrue();
    assertThat(none.json().path("tags")).isEmpty();
    assertThat(none.header("Link")).isEmpty();
  }

  @Test
  public void end8bShouldRefuseNumberThatIsNone() throws IOException {
    Images.pushImage(registry, image, "1");
    for (String n : List.of("-1", "x", "10001", "99999999999999999999", "1.5")) {
      Answer answer = registry.send(Call.get(tagsList() + "?n=" + n));
      assertThat(answer.status()).as(n).isEqualTo(400);
      assertThat(answer.error()).isEqualTo("PAGINATION_NUMBER_INVALID");
    }
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

  // end-10

  @Test
  public void end10ShouldDeleteBlob() throws IOException {
    Digest digest = Images.push(registry, image, Images.blob(100));
    assertThat(registry.send(Call.delete(blobAt(digest))).status()).isEqualTo(202);
    assertThat(registry.send(Call.head(blobAt(digest))).status()).isEqualTo(404);
    Answer again = registry.send(Call.delete(blobAt(digest)));
    assertThat(again.status()).isEqualTo(404);
    assertThat(again.error()).isEqualTo("BLOB_UNKNOWN");
  }

  @Test
  public void end10ShouldLeaveTheSameBlobOfAnotherImage() throws IOException {
    byte[] blob = Images.blob(100);
    Digest digest = Images.push(registry, image, blob);
    Images.push(registry, image + "/other", blob);
    registry.send(Call.delete(blobAt(digest)));
    assertThat(registry.send(Call.get("/v2/" + image + "/other/blobs/" + digest)).body())
        .isEqualTo(blob);
  }

  // end-11

  @Test
  public void end11ShouldMountBlobOfAnotherImage() throws IOException {
    for (DigestAlgorithm algorithm : List.of(DigestAlgorithm.SHA256, DigestAlgorithm.SHA512)) {
      byte[] blob = Images.blob(100);
      Digest digest = Digests.of(algorithm, blob);
      Images.push(registry, image + "/source", blob, digest);
      Answer answer =
          registry.send(
              Call.post(uploads()).query("mount=" + digest + "&from=" + image + "/source"));
      assertStored(answer, blob, digest);
    }
  }

  @Test
  public void end11ShouldMountBlobFromAnywhere() throws IOException {
    byte[] blob = Images.blob(100);
    Digest digest = Images.push(registry, image + "/source", blob);
    assertStored(registry.send(Call.post(uploads()).query("mount=" + digest)), blob, digest);
  }

  @Test
  public void end11ShouldBeginUploadWhereThereIsNothingToMount() throws IOException {
    byte[] blob = Images.blob(100);
    Digest digest = Images.sha256(blob);
    Answer answer =
        registry.send(Call.post(uploads()).query("mount=" + digest + "&from=" + image + "/no"));
    assertThat(answer.status()).isEqualTo(202);
    assertStored(
        registry.send(Call.put(answer.header("Location"), blob).query("digest=" + digest)),
        blob,
        digest);
  }

  // end-12a, end-12b

  @Test
  public void end12aShouldListReferrers() throws IOException {
    byte[] subject = Images.pushImage(registry, image, "1.0");
    byte[] plain = referrer(subject, "", "one");
    byte[] typed = referrer(subject, "application/vnd.example.sbom", "two");
    Answer answer = registry.send(Call.get(referrersOf(subject)));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo(ManifestKind.OCI_INDEX.mediaType());
    assertThat(answer.header("OCI-Filters-Applied")).isEmpty();
    JsonNode index = answer.json();
    assertThat(index.path("schemaVersion").asInt()).isEqualTo(2);
    assertThat(index.path("mediaType").asText()).isEqualTo(ManifestKind.OCI_INDEX.mediaType());
    assertThat(digests(index))
        .containsExactlyInAnyOrder(
            Images.sha256(plain).toString(), Images.sha256(typed).toString());
    for (JsonNode manifest : index.path("manifests")) {
      boolean two = manifest.path("digest").asText().equals(Images.sha256(typed).toString());
      assertThat(manifest.path("mediaType").asText())
          .isEqualTo(ManifestKind.OCI_MANIFEST.mediaType());
      assertThat(manifest.path("size").asInt()).isEqualTo((two ? typed : plain).length);
      assertThat(manifest.path("annotations").path("who").asText()).isEqualTo(two ? "two" : "one");
      assertThat(manifest.path("artifactType").asText())
          .isEqualTo(
              two ? "application/vnd.example.sbom" : "application/vnd.oci.image.config.v1+json");
    }
  }

  @Test
  public void end12aShouldListNothingOfWhatIsUnknown() throws IOException {
    Answer answer = registry.send(Call.get(referrersOf(Images.blob(10))));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo(ManifestKind.OCI_INDEX.mediaType());
    assertThat(answer.json().path("manifests").isArray()).isTrue();
    assertThat(answer.json().path("manifests")).isEmpty();
  }

  @Test
  public void end12aShouldListReferrersOfSubjectThatIsNotThere() throws IOException {
    byte[] absent = Images.blob(10);
    byte[] manifest = referrer(absent, "application/vnd.example.signature", "early");
    assertThat(digests(registry.send(Call.get(referrersOf(absent))).json()))
        .containsExactly(Images.sha256(manifest).toString());
  }

  @Test
  public void end12aShouldForgetReferrerThatIsDeleted() throws IOException {
    byte[] subject = Images.blob(10);
    byte[] manifest = referrer(subject, "application/vnd.example.signature", "gone");
    registry.send(Call.delete(manifestAt(Images.sha256(manifest).toString())));
    assertThat(registry.send(Call.get(referrersOf(subject))).json().path("manifests")).isEmpty();
  }

  @Test
  public void end12bShouldFilterReferrers() throws IOException {
    byte[] subject = Images.blob(10);
    byte[] wanted = referrer(subject, "application/vnd.example.sbom+json", "a");
    referrer(subject, "application/vnd.example.signature", "b");
    Answer answer =
        registry.send(
            Call.get(referrersOf(subject))
                .query("artifactType=application/vnd.example.sbom%2Bjson"));
    assertThat(answer.header("OCI-Filters-Applied")).isEqualTo("artifactType");
    assertThat(digests(answer.json())).containsExactly(Images.sha256(wanted).toString());
    Answer none = registry.send(Call.get(referrersOf(subject)).query("artifactType=application/x"));
    assertThat(none.status()).isEqualTo(200);
    assertThat(none.json().path("manifests")).isEmpty();
  }

  // end-13

  @Test
  public void end13ShouldTellHowFarUploadIs() throws IOException {
    String session = begin();
    Answer fresh = registry.send(Call.get(session));
    assertThat(fresh.status()).isEqualTo(204);
    assertThat(fresh.header("Range")).isEqualTo("0-0");
    registry.send(chunk(session, Images.blob(500), 0, 500));
    Answer answer = registry.send(Call.get(session));
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Range")).isEqualTo("0-499");
    assertThat(answer.header("Location")).isEqualTo(session);
  }

  @Test
  public void end13ShouldForgetUploadThatIsGivenUp() throws IOException {
    String session = begin();
    registry.send(chunk(session, Images.blob(500), 0, 500));
    assertThat(registry.send(Call.delete(session)).status()).isEqualTo(204);
    Answer answer = registry.send(Call.get(session));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error()).isEqualTo("BLOB_UPLOAD_UNKNOWN");
  }

  // Error codes that belong to no endpoint alone

  @Test
  public void shouldRefuseNamesThatAreNone() throws IOException {
    for (String name : List.of("Upper", "under__", "a/-b", "dot..dot", "x".repeat(256))) {
      Answer answer = registry.send(Call.get("/v2/" + prefix() + name + "/tags/list"));
      assertThat(answer.status()).as(name).isEqualTo(400);
      assertThat(answer.error()).isEqualTo("NAME_INVALID");
    }
  }

  @Test
  public void shouldRefuseMethodsThatDoNotFit() throws IOException {
    for (Call call :
        List.of(
            Call.put(tagsList(), new byte[0]),
            Call.patch(manifestAt("1.0"), new byte[0]),
            Call.post(blobAt(Images.sha256(new byte[0]))),
            Call.delete(uploads()),
            Call.post(referrersOf(new byte[0])))) {
      Answer answer = registry.send(call);
      assertThat(answer.status()).as(call.toString()).isEqualTo(405);
      assertThat(answer.error()).isEqualTo("UNSUPPORTED");
      assertThat(answer.header("Allow")).isNotEmpty();
      assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }
  }

  @Test
  public void shouldKeepApartImagesNamedLikePartsOfPaths() throws IOException {
    byte[] outer = Images.pushImage(registry, image, "tags");
    byte[] inner = Images.pushImage(registry, image + "/tags", "list");
    byte[] other = Images.pushImage(registry, image + "/manifests", "tags");
    byte[] third = Images.pushImage(registry, image + "/blobs/uploads", "v1");
    assertThat(registry.send(Call.get(manifestAt("tags"))).body()).isEqualTo(outer);
    assertThat(registry.send(Call.get("/v2/" + image + "/tags/manifests/list")).body())
        .isEqualTo(inner);
    assertThat(registry.send(Call.get("/v2/" + image + "/manifests/manifests/tags")).body())
        .isEqualTo(other);
    assertThat(registry.send(Call.get("/v2/" + image + "/blobs/uploads/manifests/v1")).body())
        .isEqualTo(third);
    assertThat(texts(registry.send(Call.get(tagsList())).json().path("tags")))
        .containsExactly("tags");
    assertThat(
            texts(registry.send(Call.get("/v2/" + image + "/tags/tags/list")).json().path("tags")))
        .containsExactly("list");
  }

  private String begin() throws IOException {
    Answer answer = registry.send(Call.post(uploads()));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    return answer.header("Location");
  }

  private static Call chunk(String session, byte[] blob, int from, int size) {
    return Call.patch(session, Arrays.copyOfRange(blob, from, from + size))
        .header("Content-Range", from + "-" + (from + size - 1));
  }

  private void assertStored(Answer answer, byte[] blob, Digest digest) throws IOException {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
    assertThat(answer.header("Location")).startsWith("/");
    Answer there = registry.send(Call.get(answer.header("Location")));
    assertThat(there.status()).isEqualTo(200);
    assertThat(there.body()).isEqualTo(blob);
    assertThat(registry.send(Call.get(blobAt(digest))).body()).isEqualTo(blob);
  }

  /** A manifest whose blobs have been pushed. */
  private byte[] fresh(DigestAlgorithm algorithm) throws IOException {
    byte[] config = Images.blob(64);
    byte[] layer = Images.blob(256);
    Images.push(registry, image, config, Digests.of(algorithm, config));
    Images.push(registry, image, layer, Digests.of(algorithm, layer));
    return Images.bytes(Images.manifest(algorithm, config, layer));
  }

  private byte[] referrer(byte[] subject, String artifactType, String who) throws IOException {
    byte[] config = Images.blob(16);
    Images.push(registry, image, config);
    ObjectNode json = Images.manifest(DigestAlgorithm.SHA256, config);
    json.set(
        "subject",
        Images.descriptor(
            ManifestKind.OCI_MANIFEST.mediaType(), Images.sha256(subject), subject.length));
    if (!artifactType.isEmpty()) {
      json.put("artifactType", artifactType);
    }
    json.putObject("annotations").put("who", who);
    byte[] manifest = Images.bytes(json);
    Answer answer = Images.put(registry, image, Images.sha256(manifest).toString(), manifest);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("OCI-Subject")).isEqualTo(Images.sha256(subject).toString());
    return manifest;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static List<String> digests(JsonNode index) {
    List<String> digests = new ArrayList<>();
    index.path("manifests").forEach(item -> digests.add(item.path("digest").asText()));
    return digests;
  }

  private String uploads() {
    return "/v2/" + image + "/blobs/uploads/";
  }

  private String blobAt(Digest digest) {
    return "/v2/" + image + "/blobs/" + digest;
  }

  private String manifestAt(String reference) {
    return "/v2/" + image + "/manifests/" + reference;
  }

  private String tagsList() {
    return "/v2/" + image + "/tags/list";
  }

  private String referrersOf(byte[] subject) {
    return "/v2/" + image + "/referrers/" + Images.sha256(subject);
  }
}
