package io.entrepot.format.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.security.Subject;
import io.entrepot.testkit.RepositoryDriver;
import io.entrepot.testkit.TestReply;
import io.entrepot.testkit.TestRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.Test;

/** How a hosted repository is reached, and what it tells. */
public final class DockerHostedTest extends DockerHostedFixture {

  private void assertLocations(UnaryOperator<TestRequest> way, String start, String name)
      throws IOException {
    Registry reached = new MemoryRegistry(driver, way);
    Answer begun = reached.send(Call.post("/v2/app/blobs/uploads/"));
    assertThat(begun.header("Location")).startsWith(start + "blobs/uploads/");
    byte[] blob = Images.blob(10);
    Answer stored =
        reached.send(
            Call.post("/v2/app/blobs/uploads/").query("digest=" + Images.sha256(blob)).body(blob));
    assertThat(stored.header("Location")).isEqualTo(start + "blobs/" + Images.sha256(blob));
    byte[] index = Images.bytes(Images.index());
    assertThat(Images.put(reached, "app", "index", index).header("Location"))
        .isEqualTo(start + "manifests/" + Images.sha256(index));
    Answer tags = reached.send(Call.get("/v2/app/tags/list?n=1"));
    assertThat(tags.json().path("name").asText()).isEqualTo(name);
    assertThat(tags.header("Link"))
        .isEqualTo("<" + start + "tags/list?n=1&last=1.0>; rel=\"next\"");
    Answer catalog = reached.send(Call.get("/v2/_catalog"));
    assertThat(catalog.json().at("/repositories/0").asText()).isEqualTo(name);
    Answer search = reached.send(Call.get("/v1/search?q=app"));
    assertThat(search.json().at("/results/0/name").asText()).isEqualTo(name);
  }

  // Addresses

  @Test
  public void shouldKeepThePrefixItWasAskedUnder() throws IOException {
    Images.pushImage(registry, "app", "1.0");
    assertLocations(r -> r.under("/"), "/v2/app/", "app");
    assertLocations(r -> r.under("/repository/team/"), "/repository/team/v2/app/", "app");
    assertLocations(r -> r.through("/v2/", "team"), "/v2/team/app/", "team/app");
  }

  @Test
  public void shouldAskForTokenThatWouldDo() {
    assertChallenge(
        TestRequest.get("v2/app/manifests/1.0").under("/"),
        "https://entrepot.test/v2/token",
        "repository:app:pull");
    assertChallenge(
        TestRequest.post("v2/app/blobs/uploads/").under("/repository/team/"),
        "https://entrepot.test/repository/team/v2/token",
        "repository:app:pull,push");
    assertChallenge(
        TestRequest.post("v2/app/blobs/uploads/")
            .query("mount", "sha256:" + "0".repeat(64))
            .query("from", "team/base")
            .through("/v2/", "team"),
        "https://entrepot.test/v2/token",
        "repository:team/app:pull,push repository:team/base:pull");
    assertChallenge(
        TestRequest.delete("v2/app/manifests/1.0").through("/v2/", "team"),
        "https://entrepot.test/v2/token",
        "repository:team/app:delete");
    assertChallenge(
        TestRequest.get("v2/app/tags/list").through("/v2/", "team"),
        "https://entrepot.test/v2/token",
        "repository:team/app:pull");
    assertChallenge(
        TestRequest.get("v2/_catalog").under("/"),
        "https://entrepot.test/v2/token",
        "registry:catalog:*");
  }

  @Test
  public void shouldGreetOnlyWhoeverShowsSomething() {
    TestRequest ping = TestRequest.get("v2/").under("/");
    assertThat(driver.send(ping.as(Subject.NOBODY)).status()).isEqualTo(401);
    assertThat(driver.send(ping.allowing(right -> false)).status()).isEqualTo(200);
  }

  @Test
  public void shouldHaveNoPathFormIfItsNameIsNoImageName() throws IOException {
    RepositoryDriver upper = RepositoryDriver.of(format, context.named("Team_A"));
    RepositoryDriver off = with(settings -> settings.with(DockerSettings.PATH_ENABLED, "false"));
    for (RepositoryDriver one : List.of(upper, off)) {
      String name = one == upper ? "Team_A" : "team";
      TestReply reply = one.send(TestRequest.get("v2/app/tags/list").through("/v2/", name));
      assertThat(reply.status()).isEqualTo(404);
      assertThat(Json.read(reply.text()).at("/errors/0/code").asText()).isEqualTo("NAME_UNKNOWN");
      assertThat(reply.text()).contains(name).contains("port or host name");
      Images.pushImage(new MemoryRegistry(one, r -> r.under("/")), "app", "1");
      Images.pushImage(
          new MemoryRegistry(one, r -> r.under("/repository/" + name + "/")), "app", "1");
    }
  }

  // Authentication

  @Test
  public void shouldAskForPasswordIfBasicIsForced() throws IOException {
    RepositoryDriver forced =
        with(settings -> settings.with(DockerSettings.FORCE_BASIC_AUTH, "true"));
    Images.pushImage(registry(forced), "app", "1.0");
    Subject tokenOfNobody = new Subject(Subject.ANONYMOUS, Optional.of(DockerTokenRealm.NAME));
    for (String path : List.of("v2/", "v2/app/manifests/1.0", "v2/_catalog", "", "app/_tags/1.0")) {
      for (Subject nobody : List.of(Subject.NOBODY, tokenOfNobody)) {
        TestReply reply = forced.send(TestRequest.get(path).as(nobody));
        assertThat(reply.status()).as(path).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).startsWith("Basic ");
        assertThat(reply.headers().all("WWW-Authenticate")).hasSize(1);
      }
      assertThat(forced.send(TestRequest.get(path)).status()).as(path).isEqualTo(200);
    }
    assertThat(
            forced.send(TestRequest.get("v2/app/manifests/1.0").allowing(right -> false)).status())
        .isEqualTo(403);
  }

  // Manifests

  @Test
  public void shouldForgetImageWithItsLastManifest() throws IOException {
    byte[] first = Images.pushImage(registry, "app", "1.0");
    byte[] second = Images.pushImage(registry, "app", "2.0");
    Images.pushImage(registry, "app/manifests", "1.0");
    registry.send(Call.delete("/v2/app/manifests/" + Images.sha256(first)));
    assertThat(catalog()).hasSize(2);
    registry.send(Call.delete("/v2/app/manifests/" + Images.sha256(second)));
    assertThat(catalog()).hasSize(1);
    Images.pushImage(registry, "app", "3.0");
    assertThat(catalog()).hasSize(2);
  }

  @Test
  public void shouldTellWhichImageAndTagAnAssetIs() throws IOException {
    byte[] manifest = Images.pushImage(registry, "team/app", "1.0");
    Asset tag = driver.content().find(AssetPath.of("team/app/_tags/1.0")).orElseThrow();
    assertThat(tag.component()).contains(new Component("", "team/app", "1.0"));
    assertThat(tag.attributes()).containsEntry("digest", Images.sha256(manifest).toString());
  }

  @Test
  public void shouldListReferrersByPages() throws IOException {
    byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
    Images.push(registry, "app", config);
    Digest subject = Images.sha256(config);
    for (int i = 0; i < 3; i++) {
      ObjectNode manifest = Images.manifest(DigestAlgorithm.SHA256, config);
      manifest.set("subject", Images.descriptor(ManifestKind.OCI_MANIFEST.mediaType(), subject, 2));
      manifest.putObject("annotations").put("big", "x".repeat(1_500_000)).put("n", "" + i);
      byte[] bytes = Images.bytes(manifest);
      Images.put(registry, "app", Images.sha256(bytes).toString(), bytes);
    }
    String next =
        "/v2/app/referrers/"
            + subject
            + "?artifactType="
            + "application/vnd.oci.image.config.v1%2Bjson";
    int seen = 0;
    int pages = 0;
    while (!next.isEmpty()) {
      Answer answer = registry.send(Call.get(next));
      assertThat(answer.body().length).isLessThan(4 * 1024 * 1024);
      seen += answer.json().path("manifests").size();
      pages++;
      next = answer.header("Link").replaceFirst("^<(.*)>; rel=\"next\"$", "$1");
    }
    assertThat(seen).isEqualTo(3);
    assertThat(pages).isEqualTo(2);
  }

  // Looking around

  @Test
  public void shouldListFoldersForPeople() throws IOException {
    Images.pushImage(registry, "app", "1.0");
    TestReply root = driver.send(TestRequest.get(""));
    assertThat(root.listing()).contains(AssetPath.ROOT);
    assertThat(root.text()).contains("app/");
    assertThat(driver.send(TestRequest.get("app/_tags/")).text()).contains("1.0");
    assertThat(driver.send(TestRequest.get("app/_tags/1.0")).status()).isEqualTo(200);
    assertThat(driver.send(TestRequest.get("app/_tags/2.0")).status()).isEqualTo(404);
    assertThat(driver.send(TestRequest.put("app/x", "y")).status()).isEqualTo(405);
  }

  @Test
  public void shouldNotAnswerSearchIfToldSo() {
    RepositoryDriver silent = with(settings -> settings.with(DockerSettings.V1_ENABLED, "false"));
    for (String path : List.of("v1/_ping", "v1/search")) {
      assertThat(driver.send(TestRequest.get(path)).status()).isEqualTo(200);
      assertThat(silent.send(TestRequest.get(path)).status()).isEqualTo(404);
    }
  }

  private void assertChallenge(TestRequest request, String realm, String scope) {
    TestReply reply = driver.send(request.asNobody());
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.header("WWW-Authenticate"))
        .isEqualTo(
            "Bearer realm=\"%s\",service=\"entrepot.test\",scope=\"%s\"".formatted(realm, scope));
  }
}
