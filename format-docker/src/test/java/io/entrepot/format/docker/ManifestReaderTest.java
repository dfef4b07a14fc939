package io.entrepot.format.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.spi.http.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.Test;

public final class ManifestReaderTest {

  private static final String HEX = "0".repeat(64);
  private static final String CONFIG =
      "\"config\":{\"mediaType\":\"application/vnd.example.config\",\"size\":2,\"digest\":\"sha256:"
          + HEX
          + "\"}";

  @Test
  public void shouldTakeTypeFromContentTypeIfThereIsNoOther() throws IOException {
    Manifest manifest =
        read(
            "{\"schemaVersion\":2," + CONFIG + "}",
            "application/vnd.docker.distribution.manifest.v2+json; charset=utf-8");
    assertThat(manifest.kind()).isEqualTo(ManifestKind.DOCKER_MANIFEST);
    assertThat(manifest.blobs()).hasSize(1);
  }

  @Test
  public void shouldGuessTypeIfNobodyTellsIt() throws IOException {
    for (String type : new String[] {"", "application/x-www-form-urlencoded"}) {
      assertThat(read("{\"schemaVersion\":2," + CONFIG + "}", type).kind())
          .isEqualTo(ManifestKind.OCI_MANIFEST);
      assertThat(read("{\"schemaVersion\":2,\"manifests\":[]}", type).kind())
          .isEqualTo(ManifestKind.OCI_INDEX);
    }
  }

  @Test
  public void shouldTakeNullForNothing() throws IOException {
    Manifest manifest =
        read(
            "{\"schemaVersion\":2," + CONFIG + ",\"layers\":null,\"subject\":null}",
            ManifestKind.OCI_MANIFEST.mediaType());
    assertThat(manifest.blobs()).hasSize(1);
    assertThat(manifest.subject()).isEmpty();
  }

  @Test
  public void shouldTakeConfigurationsTypeForArtifactType() throws IOException {
    String type = ManifestKind.OCI_MANIFEST.mediaType();
    assertThat(read("{\"schemaVersion\":2," + CONFIG + "}", type).artifactType())
        .isEqualTo("application/vnd.example.config");
    assertThat(
            read("{\"schemaVersion\":2,\"artifactType\":\"a/b\"," + CONFIG + "}", type)
                .artifactType())
        .isEqualTo("a/b");
    assertThat(
            read("{\"schemaVersion\":2,\"manifests\":[]}", ManifestKind.OCI_INDEX.mediaType())
                .artifactType())
        .isEmpty();
  }

  @Test
  public void shouldSayWhatIsWrong() {
    assertRefused("{\"schemaVersion\":1}", "schema 1 is not supported");
    assertRefused("{\"schemaVersion\":3," + CONFIG + "}", "schemaVersion");
    assertRefused("{\"schemaVersion\":\"2\"," + CONFIG + "}", "schemaVersion");
    assertRefused("{\"schemaVersion\":2}", "'config'");
    assertRefused("{\"schemaVersion\":2,\"config\":{\"digest\":\"sha256:1\"}}", "sha256:1");
    assertRefused("{\"schemaVersion\":2,\"config\":{\"digest\":7}}", "'digest' is not a text");
    assertRefused("{\"schemaVersion\":2," + CONFIG + ",\"layers\":{}}", "'layers'");
    assertRefused("{\"schemaVersion\":2," + CONFIG + ",\"layers\":[1]}", "layers[0]");
    assertRefused("{\"schemaVersion\":2," + CONFIG + ",\"manifests\":[]}", "'manifests'");
    assertRefused("{\"schemaVersion\":2," + CONFIG + ",\"fsLayers\":[]}", "fsLayers");
    assertRefused("{\"schemaVersion\":2," + CONFIG + ",\"annotations\":{\"a\":1}}", "annotations");
    assertRefused("{\"schemaVersion\":2," + CONFIG + ",\"subject\":\"x\"}", "subject");
    assertRefused(
        "{\"schemaVersion\":2," + CONFIG.replace("\"size\":2", "\"size\":-2") + "}", "size");
    assertRefused(
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\"}",
        "Content-Type");
    assertRefused("{\"schemaVersion\":2,\"mediaType\":\"text/html\"," + CONFIG + "}", "text/html");
    assertRefused("{\"schemaVersion\":2," + CONFIG + "} {}", "JSON");
    assertRefused("{\"schemaVersion\":2," + CONFIG + "," + CONFIG + "}", "JSON");
    assertThatThrownBy(() -> read("{}", "text/html"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("text/html");
    assertThatThrownBy(
            () -> read("{}", "application/vnd.docker.distribution.manifest.v1+prettyjws"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("schema 1 is not supported");
  }

  private static void assertRefused(String json, String reason) {
    assertThatThrownBy(() -> read(json, ManifestKind.OCI_MANIFEST.mediaType()))
        .as(json)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo("MANIFEST_INVALID");
              assertThat(e.problem().status()).isEqualTo(400);
            })
        .hasMessageContaining(reason);
  }

  private static Manifest read(String json, String contentType) throws IOException {
    return ManifestReader.read(json.getBytes(StandardCharsets.UTF_8), contentType);
  }
}
