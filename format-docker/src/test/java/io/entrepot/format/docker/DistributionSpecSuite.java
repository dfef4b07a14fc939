package io.entrepot.format.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrepot.spi.blob.DigestAlgorithm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/**
 * All of OCI distribution-spec 1.1, endpoint by endpoint as its table numbers them: blobs,
 * manifests, and what is here, lists and what concerns all.
 */
public abstract class DistributionSpecSuite extends DistributionManifestsSuite {

  // end-1

  @Test
  public void end1ShouldSayThatTheProtocolIsSpoken() throws IOException {
    Answer answer = registry.send(Call.get("/v2/"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Docker-Distribution-API-Version")).isEqualTo("registry/2.0");
    assertThat(answer.json().isObject()).isTrue();
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

  private String referrersOf(byte[] subject) {
    return "/v2/" + image + "/referrers/" + Images.sha256(subject);
  }
}
