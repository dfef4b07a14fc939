package io.entrepot.format.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.page.Cursor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;

/**
 * R2: a collection of untagged manifests takes no child of an index, and nothing about an image.
 */
public final class UntaggedManifestsTest {

  @Rule public final CollectedRegistry registry = new CollectedRegistry(Optional.of("0"));
  @Rule public final CollectedRegistry patient = new CollectedRegistry(Optional.empty());

  @Test
  public void shouldKeepChildrenOfIndexesAndWhatIsAboutAnyOfThem() throws IOException {
    Digest child = image("");
    Digest other = image("");
    Digest inner = index("", child);
    Digest outer = index("1.0", inner, other);
    Digest signature = referrer(outer);
    Digest aboutChild = referrer(child);
    Digest aboutSignature = referrer(signature);

    for (int i = 0; i < 3; i++) {
      registry.collect();
    }

    for (Digest kept : List.of(child, other, inner, outer, signature, aboutChild, aboutSignature)) {
      assertWhole(kept);
    }
  }

  @Test
  public void shouldLetGoOfAllOfItWhenTheTagGoes() throws IOException {
    Digest child = image("");
    Digest outer = index("1.0", index("", child));
    Digest aboutChild = referrer(child);
    referrer(aboutChild);
    Digest kept = image("2.0");

    assertThat(registry.send(Call.delete("/v2/app/manifests/1.0")).status()).isEqualTo(202);
    registry.collect();
    registry.collect();

    assertThat(status(outer)).isEqualTo(404);
    assertThat(status(child)).isEqualTo(404);
    assertThat(status(aboutChild)).isEqualTo(404);
    assertWhole(kept);
    assertThat(registry.files()).isEqualTo(3); // its manifest, configuration and layer
  }

  @Test
  public void shouldKeepWhatCameBeforeItsSubjectOnceThatIsThere() throws IOException {
    byte[] config = Images.blob(20);
    byte[] subject = Images.bytes(Images.manifest(DigestAlgorithm.SHA256, config));
    Images.push(registry, "app", config);
    Digest early = referrer(Images.sha256(subject));
    assertThat(Images.put(registry, "app", "1.0", subject).status()).isEqualTo(201);

    registry.collect();

    assertWhole(early);
  }

  @Test
  public void shouldJudgeWhatIsAboutNothingAsAnyUntaggedManifest() throws IOException {
    Digest subject = image("1.0");
    Digest about = referrer(subject);
    Digest never = referrer(Images.sha256(Images.blob(5)));
    registry.collect();
    assertThat(status(never)).isEqualTo(404);
    assertWhole(about);

    registry.send(Call.delete("/v2/app/manifests/" + subject));
    registry.collect();

    assertThat(status(about)).isEqualTo(404);
    assertThat(registry.send(Call.get("/v2/app/referrers/" + subject)).json().at("/manifests"))
        .isEmpty();
  }

  @Test
  public void shouldForgetAnImageWithItsLastManifest() throws IOException {
    image("1.0");
    registry.send(Call.delete("/v2/app/manifests/1.0"));

    registry.collect();
    registry.collect();

    assertThat(registry.send(Call.get("/v2/_catalog")).json().at("/repositories")).isEmpty();
    assertThat(registry.files()).isZero();
  }

  @Test
  public void shouldKeepUntaggedManifestsForEverWhereNothingElseIsSaid() throws IOException {
    byte[] manifest = Images.pushImage(patient, "app", "1.0");
    patient.send(Call.delete("/v2/app/manifests/1.0"));
    Images.push(patient, "app", Images.blob(10));

    patient.collect();

    assertThat(patient.send(Call.get("/v2/app/manifests/" + Images.sha256(manifest))).status())
        .isEqualTo(200);
    assertThat(patient.files()).isEqualTo(3); // the blob that no manifest needs is gone
  }

  @Test
  public void shouldDeleteATaggedImageWithAllThatNothingElseNeeds() throws IOException {
    Digest shared = image("");
    Digest own = image("");
    index("1.0", own, shared);
    Digest other = index("2.0", shared);

    List<Asset> tag = List.of(asset("app/_tags/1.0"));
    ChangeSet deletion =
        registry.driver().repository().deletion(tag.get(0).component().orElseThrow(), tag);
    registry.driver().content().commit(deletion);

    assertThat(status(own)).isEqualTo(404);
    assertWhole(shared);
    assertWhole(other);
    assertThat(registry.send(Call.get("/v2/app/manifests/1.0")).status()).isEqualTo(404);
  }

  @Test
  public void shouldKeepAManifestThatHasAnotherTag() throws IOException {
    Digest manifest = image("1.0");
    byte[] bytes = registry.send(Call.get("/v2/app/manifests/1.0")).body();
    Images.put(registry, "app", "1.1", bytes);

    List<Asset> tag = List.of(asset("app/_tags/1.0"));
    registry
        .driver()
        .content()
        .commit(registry.driver().repository().deletion(tag.get(0).component().orElseThrow(), tag));

    assertWhole(manifest);
    assertThat(registry.send(Call.get("/v2/app/manifests/1.0")).status()).isEqualTo(404);
    assertThat(registry.send(Call.get("/v2/app/manifests/1.1")).status()).isEqualTo(200);
  }

  private Asset asset(String path) throws IOException {
    return registry.driver().content().list(AssetPath.ROOT, Cursor.START, 1000).items().stream()
        .filter(asset -> asset.path().value().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private Digest image(String tag) throws IOException {
    return Images.sha256(Images.pushImage(registry, "app", tag));
  }

  private Digest index(String tag, Digest... children) throws IOException {
    return put(tag, Images.index(children));
  }

  /** A manifest about another one, with a layer of its own. */
  private Digest referrer(Digest subject) throws IOException {
    byte[] config = Images.blob(2);
    byte[] layer = Images.blob(30);
    Images.push(registry, "app", config);
    Images.push(registry, "app", layer);
    ObjectNode manifest = Images.manifest(DigestAlgorithm.SHA256, config, layer);
    manifest.set(
        "subject", Images.descriptor("application/vnd.oci.image.manifest.v1+json", subject, 9));
    return put("", manifest);
  }

  private Digest put(String tag, ObjectNode manifest) throws IOException {
    byte[] bytes = Images.bytes(manifest);
    Digest digest = Images.sha256(bytes);
    Answer answer = Images.put(registry, "app", tag.isEmpty() ? digest.toString() : tag, bytes);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return digest;
  }

  private int status(Digest manifest) {
    return registry.send(Call.get("/v2/app/manifests/" + manifest)).status();
  }

  private void assertWhole(Digest manifest) throws IOException {
    Answer answer = registry.send(Call.get("/v2/app/manifests/" + manifest));
    assertThat(answer.status()).as(manifest.toString()).isEqualTo(200);
    List<ArrayNode> lists =
        List.of(answer.json().withArray("/layers"), answer.json().withArray("/manifests"));
    lists
        .get(0)
        .forEach(
            layer ->
                assertThat(
                        registry
                            .send(Call.get("/v2/app/blobs/" + layer.path("digest").asText()))
                            .status())
                    .isEqualTo(200));
    lists
        .get(1)
        .forEach(child -> assertThat(childStatus(child.path("digest").asText())).isEqualTo(200));
  }

  private int childStatus(String digest) {
    return registry.send(Call.get("/v2/app/manifests/" + digest)).status();
  }
}
