package io.entrepot.format.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.Before;

/**
 * A registry as the suites of the OCI distribution-spec see it. Each test uses images of its own,
 * so that the registry need not be empty.
 */
public abstract class DistributionSuite {

  Registry registry;
  String image;

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

  String begin() throws IOException {
    Answer answer = registry.send(Call.post(uploads()));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    return answer.header("Location");
  }

  /** A manifest whose blobs have been pushed. */
  byte[] fresh(DigestAlgorithm algorithm) throws IOException {
    byte[] config = Images.blob(64);
    byte[] layer = Images.blob(256);
    Images.push(registry, image, config, Digests.of(algorithm, config));
    Images.push(registry, image, layer, Digests.of(algorithm, layer));
    return Images.bytes(Images.manifest(algorithm, config, layer));
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  static List<String> digests(JsonNode index) {
    List<String> digests = new ArrayList<>();
    index.path("manifests").forEach(item -> digests.add(item.path("digest").asText()));
    return digests;
  }

  String uploads() {
    return "/v2/" + image + "/blobs/uploads/";
  }

  String blobAt(Digest digest) {
    return "/v2/" + image + "/blobs/" + digest;
  }

  String manifestAt(String reference) {
    return "/v2/" + image + "/manifests/" + reference;
  }

  String tagsList() {
    return "/v2/" + image + "/tags/list";
  }
}
