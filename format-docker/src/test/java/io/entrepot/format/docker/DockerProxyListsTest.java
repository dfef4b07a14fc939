package io.entrepot.format.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.http.Method;
import io.entrepot.testkit.RepositoryDriver;
import io.entrepot.testkit.TestReply;
import io.entrepot.testkit.TestRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** What a proxy lists: tags, images, what is found, what refers to a manifest. */
public final class DockerProxyListsTest extends DockerProxyFixture {

  // Lists

  @Test
  public void shouldGatherTagsInOneOrderAndPageThem() throws IOException {
    images.tags("v2/app/tags/list", "</x/v2/app/tags/list?n=2&last=a>; rel=\"next\"", "B", "a");
    images.tags("v2/app/tags/list?n=2&last=a", "", "C", "b-1", "not a tag!");
    assertThat(texts(get("v2/app/tags/list"), "tags")).containsExactly("a", "B", "b-1", "C");
    List<String> seen = new ArrayList<>();
    String last = "";
    for (int page = 0; page < 4; page++) {
      TestReply reply =
          send(TestRequest.get("v2/app/tags/list").query("n", "1").query("last", last));
      seen.addAll(texts(reply, "tags"));
      last = seen.get(seen.size() - 1);
      assertThat(reply.header("Link").isEmpty()).isEqualTo(page == 3);
    }
    assertThat(seen).containsExactly("a", "B", "b-1", "C");
    assertThat(texts(send(TestRequest.get("v2/app/tags/list").query("n", "0")), "tags")).isEmpty();
  }

  @Test
  public void shouldListWhatUpstreamListsAndWhatIsKept() throws IOException {
    images.list("v2/_catalog?n=1000", "", "repositories", "b/x", "a");
    images.image("kept", "1");
    get("v2/kept/manifests/1");
    assertThat(texts(get("v2/_catalog"), "repositories")).containsExactly("a", "b/x", "kept");
    TestReply first = send(TestRequest.get("v2/_catalog").query("n", "2"));
    assertThat(texts(first, "repositories")).containsExactly("a", "b/x");
    assertThat(first.header("Link")).contains("last=b%2Fx");
    assertThat(names(send(TestRequest.get("v1/search").query("q", "X")))).containsExactly("b/x");
  }

  @Test
  public void shouldSearchTheIndex() throws IOException {
    String results =
        "{\"results\":[{\"name\":\"redis\",\"description\":\"fast\",\"star_count\":7,"
            + "\"is_official\":true},{\"name\":\"team/redis\"}]}";
    upstream.has("https://index.docker.io/v1/search?q=redis&n=25", "application/json", results);
    upstream.has("https://find.example/v1/search?q=redis&n=25", "application/json", results);
    images.image("library/redis", "7");
    RepositoryDriver hub = driver(settings().with("proxy.remoteUrl", "https://index.docker.io"));
    RepositoryDriver custom =
        driver(
            settings()
                .with("proxy.remoteUrl", "https://registry.example")
                .with(DockerSettings.INDEX_TYPE, "CUSTOM")
                .with(DockerSettings.INDEX_URL, "https://find.example"));
    TestRequest search = TestRequest.get("v1/search").query("q", "redis");
    assertThat(hub.send(TestRequest.get("v2/redis/manifests/7")).status()).isEqualTo(200);
    assertThat(names(hub.send(search.under("/")))).containsExactly("redis", "team/redis");
    JsonNode first = Json.read(hub.send(search.under("/")).text()).at("/results/0");
    assertThat(first.path("is_official").asBoolean()).isTrue();
    assertThat(first.path("star_count").asInt()).isEqualTo(7);
    assertThat(names(custom.send(search.under("/")))).startsWith("redis", "team/redis");
    upstream.down(true);
    assertThat(names(hub.send(search.under("/")))).containsExactly("library/redis");
  }

  @Test
  public void shouldRefuseACustomIndexWithoutAUrl() {
    assertThatThrownBy(
            () ->
                driver(
                    settings()
                        .with("proxy.remoteUrl", "https://registry.example")
                        .with(DockerSettings.INDEX_TYPE, "CUSTOM")))
        .hasMessageContaining(DockerSettings.INDEX_URL);
  }

  @Test
  public void shouldTakeNoListWithoutAnEnd() throws IOException {
    String large = "x".repeat(7 * 1024 * 1024);
    for (int page = 0; page < 10; page++) {
      images.tags(
          "v2/app/tags/list" + (page == 0 ? "" : "?page=" + page),
          "</v2/app/tags/list?page=" + (page + 1) + ">; rel=\"next\"",
          large);
    }
    assertThat(get("v2/app/tags/list").status()).isEqualTo(502);
    assertThat(asked(Method.GET, "v2/app/tags/list?page=6")).isZero();
  }

  // Referrers

  @Test
  public void shouldListReferrersOfUpstreamOfItsTagAndOfWhatIsKept() throws IOException {
    UpstreamImages.Image image = images.image("app", "1");
    ObjectNode signature = Images.manifest(DigestAlgorithm.SHA256, image.config());
    signature.put("artifactType", "application/x.signature");
    signature.set(
        "subject",
        Images.descriptor(
            ManifestKind.OCI_MANIFEST.mediaType(), image.digest(), image.manifest().length));
    byte[] signed = Images.bytes(signature);
    Digest digest = Images.sha256(signed);
    ObjectNode index = Images.index(digest);
    ((ObjectNode) index.path("manifests").path(0)).put("artifactType", "application/x.signature");
    String question = "v2/app/referrers/" + image.digest();

    upstream.has(question, ManifestKind.OCI_INDEX.mediaType(), Json.write(index));
    TestReply asked = get(question);
    assertThat(asked.header("Content-Type")).isEqualTo(ManifestKind.OCI_INDEX.mediaType());
    assertThat(digests(asked)).containsExactly(digest.toString());
    TestReply filtered =
        send(TestRequest.get(question).query("artifactType", "application/x.signature"));
    assertThat(filtered.header("OCI-Filters-Applied")).isEqualTo("artifactType");
    assertThat(digests(filtered)).containsExactly(digest.toString());
    assertThat(digests(send(TestRequest.get(question).query("artifactType", "x/y")))).isEmpty();

    upstream.hasNot(question);
    assertThat(digests(get(question))).isEmpty();
    images.manifest("app", image.digest().toString().replace(':', '-'), Images.bytes(index));
    assertThat(digests(get(question))).containsExactly(digest.toString());

    images.manifest("other", "sig", signed);
    get("v2/other/manifests/sig");
    upstream.down(true);
    assertThat(digests(get("v2/other/referrers/" + image.digest())))
        .containsExactly(digest.toString());
  }
}
