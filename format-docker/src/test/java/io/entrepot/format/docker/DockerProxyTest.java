package io.entrepot.format.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.proxy.Fetch;
import io.entrepot.spi.proxy.ProxyCache.Answer;
import io.entrepot.spi.security.Action;
import io.entrepot.testkit.RepositoryDriver;
import io.entrepot.testkit.TestReply;
import io.entrepot.testkit.TestRequest;
import io.entrepot.testkit.TestSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.Test;

/** What is pulled through a proxy, and what a proxy keeps. */
public final class DockerProxyTest extends DockerProxyFixture {

  private static final Duration OLD = Duration.ofDays(2);

  // Pulling

  @Test
  public void shouldServeByTagAndDigestWhatUpstreamSent() throws IOException {
    UpstreamImages.Image image = images.image("team/app", "1.0");
    for (String reference : List.of("1.0", image.digest().toString())) {
      for (int again = 0; again < 2; again++) {
        TestReply reply = get("v2/team/app/manifests/" + reference);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(image.manifest());
        assertThat(reply.header("Content-Type")).isEqualTo(ManifestKind.OCI_MANIFEST.mediaType());
        assertThat(reply.header("Docker-Content-Digest")).isEqualTo(image.digest().toString());
        assertThat(reply.header("Cache-Status")).isNotEmpty();
        assertThat(reply.header("Docker-Distribution-API-Version")).isEqualTo("registry/2.0");
      }
    }
    for (byte[] blob : List.of(image.config(), image.layer())) {
      String address = "v2/team/app/blobs/" + Images.sha256(blob);
      TestReply head = send(TestRequest.head(address));
      TestReply cold = get(address);
      TestReply warm = get(address);
      assertThat(cold.body()).isEqualTo(blob).isEqualTo(warm.body());
      for (TestReply reply : List.of(head, cold, warm)) {
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(reply.header("Content-Length")).isEqualTo(Integer.toString(blob.length));
        assertThat(reply.header("ETag")).isEqualTo('"' + Images.sha256(blob).hex() + '"');
        assertThat(reply.header("Docker-Content-Digest")).isEqualTo(Images.sha256(blob).toString());
      }
    }
    assertThat(gets("v2/team/app/manifests/1.0")).isEqualTo(1);
    assertThat(gets("v2/team/app/manifests/" + image.digest())).isZero();
  }

  @Test
  public void shouldAskForManifestsThatItUnderstandsAlone() throws IOException {
    images.image("app", "1");
    send(TestRequest.get("v2/app/manifests/1").header("Accept", "text/html"));
    assertThat(upstream.questions().get(0).headers().first("Accept").orElse(""))
        .contains(ManifestKind.DOCKER_LIST.mediaType(), ManifestKind.OCI_INDEX.mediaType())
        .doesNotContain("text/html");
  }

  @Test
  public void shouldLookTagsUpByHeadOnceTheyAreOld() throws IOException {
    UpstreamImages.Image first = images.image("app", "1");
    get("v2/app/manifests/1");
    upstream.clock().advance(OLD);
    assertThat(get("v2/app/manifests/1").body()).isEqualTo(first.manifest());
    assertThat(gets("v2/app/manifests/1")).isEqualTo(1);
    assertThat(asked(Method.HEAD, "v2/app/manifests/1")).isEqualTo(1);

    UpstreamImages.Image second = images.image("app", "1");
    assertThat(get("v2/app/manifests/1").body()).isEqualTo(first.manifest());
    upstream.clock().advance(OLD);
    assertThat(get("v2/app/manifests/1").body()).isEqualTo(second.manifest());
    assertThat(get("v2/app/manifests/" + first.digest()).body()).isEqualTo(first.manifest());
  }

  @Test
  public void shouldKeepWhatAClientLookedUpByTag() throws IOException {
    UpstreamImages.Image image = images.image("app", "1");
    TestReply head = send(TestRequest.head("v2/app/manifests/1"));
    assertThat(head.header("Docker-Content-Digest")).isEqualTo(image.digest().toString());
    upstream.down(true);
    assertThat(get("v2/app/manifests/" + image.digest()).body()).isEqualTo(image.manifest());
  }

  @Test
  public void shouldServeWhatWasPulledWhileUpstreamIsGone() throws IOException {
    UpstreamImages.Image image = images.image("app", "1");
    images.tags("v2/app/tags/list", "", "1", "2");
    get("v2/app/manifests/1");
    get("v2/app/blobs/" + Images.sha256(image.layer()));
    upstream.clock().advance(OLD);
    upstream.down(true);
    assertThat(get("v2/app/manifests/1").body()).isEqualTo(image.manifest());
    assertThat(get("v2/app/blobs/" + Images.sha256(image.layer())).body()).isEqualTo(image.layer());
    TestReply tags = get("v2/app/tags/list");
    assertThat(texts(tags, "tags")).containsExactly("1");
    assertThat(tags.header("Cache-Status")).isNotEmpty();
    assertThat(texts(get("v2/_catalog"), "repositories")).containsExactly("app");

    for (String path : List.of("v2/app/manifests/2", "v2/new/tags/list")) {
      TestReply reply = get(path);
      assertThat(reply.status()).as(path).isEqualTo(502);
      assertThat(Json.read(reply.text()).at("/errors/0/message").asText()).isNotEmpty();
    }
  }

  @Test
  public void shouldSayAsUpstreamDoesThatThereIsNone() throws IOException {
    assertError(get("v2/app/manifests/1"), 404, "MANIFEST_UNKNOWN");
    assertError(get("v2/app/blobs/sha256:" + "0".repeat(64)), 404, "BLOB_UNKNOWN");
    assertError(get("v2/app/tags/list"), 404, "NAME_UNKNOWN");
    assertThat(get("v2/app/manifests/1").text()).contains("https://registry.example");
  }

  @Test
  public void shouldRefuseWhatIsNoManifest() throws IOException {
    UpstreamImages.Image image = images.image("app", "1");
    Headers type = Headers.of("Content-Type", ManifestKind.OCI_MANIFEST.mediaType());
    byte[] html = "<html>sign in</html>".getBytes(StandardCharsets.UTF_8);
    upstream.answers(
        "v2/app/manifests/html", new Answer(200, Headers.of("Content-Type", "text/html"), html));
    upstream.answers("v2/app/manifests/liar", new Answer(200, type, html));
    upstream.answers(
        "v2/app/manifests/other",
        new Answer(
            200, type.and("Docker-Content-Digest", "sha256:" + "0".repeat(64)), image.manifest()));
    upstream.answers(
        "v2/app/manifests/sha256:" + "1".repeat(64), new Answer(200, type, image.manifest()));
    for (String reference : List.of("html", "liar", "other", "sha256:" + "1".repeat(64))) {
      TestReply reply = get("v2/app/manifests/" + reference);
      assertThat(reply.status()).as(reference).isEqualTo(502);
      assertThat(Json.read(reply.text()).path("errors")).as(reference).hasSize(1);
    }
    assertThat(context.content().list(AssetPath.ROOT, Cursor.START, 10).items()).isEmpty();
  }

  @Test
  public void shouldServeTheOldTagWhereUpstreamSendsSomethingElseNow() throws IOException {
    UpstreamImages.Image image = images.image("app", "1");
    get("v2/app/manifests/1");
    upstream.has("v2/app/manifests/1", "text/html", "<html>sign in</html>");
    upstream.clock().advance(OLD);
    assertThat(get("v2/app/manifests/1").body()).isEqualTo(image.manifest());
  }

  @Test
  public void shouldKeepIndexesWithoutWhatTheyList() throws IOException {
    UpstreamImages.Image one = images.image("app", "");
    byte[] index = Images.bytes(Images.index(one.digest(), Images.sha256(Images.blob(9))));
    images.manifest("app", "all", index);
    assertThat(get("v2/app/manifests/all").body()).isEqualTo(index);
    assertThat(get("v2/app/manifests/" + one.digest()).body()).isEqualTo(one.manifest());
    assertThat(context.content().find(DockerPaths.tag(new ImageName("app"), new Tag("all"))))
        .hasValueSatisfying(
            tag -> assertThat(tag.component()).contains(new Component("", "app", "all")));
  }

  @Test
  public void shouldTakeOverALayerThatAnotherImageHas() throws IOException {
    UpstreamImages.Image image = images.image("base", "1");
    images.manifest("app", "1", image.manifest());
    get("v2/base/manifests/1");
    get("v2/base/blobs/" + Images.sha256(image.layer()));
    String address = "v2/app/blobs/" + Images.sha256(image.layer());

    assertError(get(address), 404, "BLOB_UNKNOWN");
    get("v2/app/manifests/1");
    assertThat(get(address).body()).isEqualTo(image.layer());
  }

  @Test
  public void shouldKeepLayersAsLongAsAManifestNeedsThem() throws IOException {
    UpstreamImages.Image image = images.image("app", "1");
    images.manifest("app", "2", withAnotherConfig(image));
    AssetPath layer = DockerPaths.blob(new ImageName("app"), Images.sha256(image.layer()));
    get("v2/app/manifests/1"); // before its layer
    get("v2/app/blobs/" + Images.sha256(image.layer()));
    context.content().commit(ChangeSet.empty().deleteUnneeded(layer));
    assertThat(context.content().find(layer)).isPresent();
    get("v2/app/manifests/2"); // after it
    for (String tag : List.of("1", "2")) {
      context.content().commit(ChangeSet.empty().deleteUnneeded(layer));
      assertThat(context.content().find(layer)).as("before " + tag + " goes").isPresent();
      Asset tagged =
          context.content().find(DockerPaths.tag(new ImageName("app"), new Tag(tag))).orElseThrow();
      context
          .content()
          .commit(driver.repository().deletion(tagged.component().orElseThrow(), List.of(tagged)));
    }
    assertThat(context.content().find(layer)).isPresent();
    context.content().commit(ChangeSet.empty().deleteUnneeded(layer));
    assertThat(context.content().find(layer)).isEmpty();
    assertThat(texts(get("v2/_catalog"), "repositories")).isEmpty();
  }

  @Test
  public void shouldTakeForAbsentWhatIsHiddenFromStrangers() {
    Fetch denied = new Fetch.Failed(new Problem(502, "UPSTREAM_DENIED", "it answered 401"));
    TestSettings mine =
        settings()
            .with("proxy.remoteUrl", "https://registry.example")
            .with("httpClient.authentication.username", "me");
    assertThat(DockerUpstream.of(context.settings()).hidden(denied))
        .isInstanceOf(Fetch.Absent.class);
    assertThat(DockerUpstream.of(mine).hidden(denied)).isSameAs(denied);
    assertThat(DockerUpstream.of(mine.with("proxy.remoteUrl", "https://docker.io")).hidden(denied))
        .isInstanceOf(Fetch.Absent.class);
    Fetch gone = new Fetch.Failed(new Problem(502, "UPSTREAM_FAILED", "it does not answer"));
    assertThat(DockerUpstream.of(context.settings()).hidden(gone)).isSameAs(gone);
  }

  // Addresses

  @Test
  public void shouldAddLibraryForDockerHubAlone() throws IOException {
    UpstreamImages.Image image = images.image("library/redis", "7");
    RepositoryDriver hub = driver(settings().with("proxy.remoteUrl", "https://docker.io/"));
    assertThat(hub.send(TestRequest.get("v2/redis/manifests/7")).body())
        .isEqualTo(image.manifest());
    assertThat(hub.send(TestRequest.get("v2/library/redis/manifests/7")).body())
        .isEqualTo(image.manifest());
    assertThat(gets("v2/library/redis/manifests/7")).isEqualTo(1);
    assertError(get("v2/redis/manifests/7"), 404, "MANIFEST_UNKNOWN");
  }

  @Test
  public void shouldKnowWhereDockerHubIsServed() {
    for (String known :
        List.of(
            "https://docker.io", "https://index.docker.io/v1/", "http://registry-1.docker.io")) {
      assertThat(format.upstream(URI.create(known))).hasToString("https://registry-1.docker.io/");
    }
    assertThat(format.upstream(URI.create("https://ghcr.io/v2/"))).hasToString("https://ghcr.io/");
    assertThat(format.upstream(URI.create("http://a.example:5000/repository/x")))
        .hasToString("http://a.example:5000/repository/x");
  }

  @Test
  public void shouldServeOnItsOwnPortWhatItsUpstreamIsAskedFor() throws IOException {
    images.image("app", "1");
    for (String name : List.of("registry.example", "REGISTRY.example", "registry.example:443")) {
      assertThat(send(TestRequest.get("v2/app/manifests/1").query("ns", name).under("/")).status())
          .as(name)
          .isEqualTo(200);
    }
    TestReply other =
        send(TestRequest.get("v2/app/manifests/1").query("ns", "docker.io").under("/"));
    assertError(other, 404, "NAME_UNKNOWN");
    assertThat(other.text()).contains("docker.io");

    RepositoryDriver mirror =
        driver(
            settings()
                .with("proxy.remoteUrl", "http://mirror.example:5000")
                .with(DockerSettings.INDEX_TYPE, "HUB"));
    for (String name : List.of("docker.io", "registry-1.docker.io", "mirror.example:5000")) {
      assertThat(
              mirror
                  .send(TestRequest.get("v2/app/manifests/1").query("ns", name).under("/"))
                  .status())
          .as(name)
          .isEqualTo(200);
    }
  }

  // Foreign layers

  @Test
  public void shouldFetchForeignLayersFromAllowedPlacesAlone() throws IOException {
    byte[] layer = Images.blob(100);
    Digest digest = Images.sha256(layer);
    ObjectNode manifest = Images.manifest(DigestAlgorithm.SHA256, Images.blob(10), layer);
    ((ObjectNode) manifest.path("layers").path(0))
        .put("mediaType", "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip")
        .putArray("urls")
        .add("https://evil.example/layer")
        .add("https://layers.example/layer");
    images.manifest("app", "1", Images.bytes(manifest));
    for (String place : List.of("https://evil.example/layer", "https://layers.example/layer")) {
      upstream.answers(place, new Answer(200, Headers.none(), layer));
    }
    String address = "v2/app/blobs/" + digest;

    get("v2/app/manifests/1");
    assertError(get(address), 404, "BLOB_UNKNOWN");

    RepositoryDriver allowing =
        driver(
            settings()
                .with("proxy.remoteUrl", "https://registry.example")
                .with(DockerSettings.CACHE_FOREIGN_LAYERS, "true")
                .with(DockerSettings.FOREIGN_LAYER_URLS, "https://layers\\.example/.*"));
    assertThat(allowing.send(TestRequest.get(address)).body()).isEqualTo(layer);
    assertThat(gets("https://evil.example/layer")).isZero();
  }

  // Pushing

  @Test
  public void shouldTellReadersThatNothingCanBePushed() throws IOException {
    String blob = "sha256:" + "0".repeat(64);
    for (TestRequest request :
        List.of(
            TestRequest.post("v2/app/blobs/uploads/"),
            TestRequest.put("v2/app/manifests/1", "{}"),
            TestRequest.delete("v2/app/manifests/1"),
            TestRequest.delete("v2/app/blobs/" + blob))) {
      TestReply reply = send(request.allowing(right -> right.action() == Action.READ));
      assertError(reply, 405, "UNSUPPORTED");
      assertThat(reply.text())
          .contains("'hub' is a proxy of https://registry.example", "push to a hosted repository");
      assertThat(send(request.asNobody()).status()).isEqualTo(401);
    }
  }

  private static byte[] withAnotherConfig(UpstreamImages.Image image) {
    return Images.bytes(Images.manifest(DigestAlgorithm.SHA256, Images.blob(30), image.layer()));
  }

  private long gets(String address) {
    return asked(Method.GET, address);
  }

  private static void assertError(TestReply reply, int status, String code) throws IOException {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
    assertThat(Json.read(reply.text()).at("/errors/0/code").asText()).isEqualTo(code);
  }
}
