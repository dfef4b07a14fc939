package io.entrepot.format.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.format.WritePolicy;
import io.entrepot.spi.security.Action;
import io.entrepot.spi.security.Permission;
import io.entrepot.spi.security.Subject;
import io.entrepot.testkit.RepositoryDriver;
import io.entrepot.testkit.TestClock;
import io.entrepot.testkit.TestContext;
import io.entrepot.testkit.TestReply;
import io.entrepot.testkit.TestRequest;
import io.entrepot.testkit.TestSettings;
import io.entrepot.testkit.TestSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.Test;

public final class DockerHostedTest {

  private final TestClock clock = new TestClock();
  private final DockerFormat format = new DockerFormat(new TestSigner(clock), clock);
  private final TestContext context = TestContext.hosted(format).named("team");
  private final RepositoryDriver driver = RepositoryDriver.of(format, context);
  private final Registry registry = registry(driver);

  // Addresses

  @Test
  public void shouldKeepThePrefixItWasAskedUnder() throws IOException {
    Images.pushImage(registry, "app", "1.0");
    assertLocations(r -> r.under("/"), "/v2/app/", "app");
    assertLocations(r -> r.under("/repository/team/"), "/repository/team/v2/app/", "app");
    assertLocations(r -> r.through("/v2/", "team"), "/v2/team/app/", "team/app");
  }

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

  private void assertChallenge(TestRequest request, String realm, String scope) {
    TestReply reply = driver.send(request.asNobody());
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.header("WWW-Authenticate"))
        .isEqualTo(
            "Bearer realm=\"%s\",service=\"entrepot.test\",scope=\"%s\"".formatted(realm, scope));
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

  @Test
  public void shouldNeedRightToReplaceTag() throws IOException {
    Images.pushImage(registry, "app", "1.0");
    Registry adder = new MemoryRegistry(driver, r -> r.allowing(only(Action.READ, Action.ADD)));
    byte[] other = Images.pushImage(adder, "app", "2.0");
    Answer answer = Images.put(adder, "app", "1.0", other);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.error()).isEqualTo("DENIED");
    assertThat(answer.text()).contains("1.0").contains("alice").contains("team");
    assertThat(Images.put(adder, "app", "2.0", other).status()).isEqualTo(201);
  }

  // Write policies

  @Test
  public void shouldLetTagBeMoved() throws IOException {
    Images.pushImage(registry, "app", "1.0");
    byte[] second = Images.pushImage(registry, "app", "1.0");
    assertThat(registry.send(Call.get("/v2/app/manifests/1.0")).body()).isEqualTo(second);
    assertThat(registry.send(Call.get("/v2/app/tags/list")).json().path("tags")).hasSize(1);
  }

  @Test
  public void shouldLetNoTagBeMovedIfOnceIsAllowed() throws IOException {
    RepositoryDriver once = with(settings -> settings.with(WritePolicy.ALLOW_ONCE));
    byte[] first = Images.pushImage(registry(once), "app", "1.0");
    assertThat(Images.put(registry(once), "app", "1.0", first).status()).isEqualTo(201);
    byte[] second = Images.pushImage(registry(once), "app", "");
    Answer answer = Images.put(registry(once), "app", "1.0", second);
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.error()).isEqualTo("DENIED");
    assertThat(answer.text())
        .contains("1.0")
        .contains(Images.sha256(first).toString())
        .contains("ALLOW_ONCE");
    assertThat(registry(once).send(Call.get("/v2/app/manifests/1.0")).body()).isEqualTo(first);
    assertThat(Images.put(registry(once), "app", "2.0", second).status()).isEqualTo(201);
  }

  @Test
  public void shouldExemptLatestIfToldTo() throws IOException {
    RepositoryDriver once =
        with(
            settings ->
                settings.with(WritePolicy.ALLOW_ONCE).with(DockerSettings.LATEST_POLICY, "true"));
    Images.pushImage(registry(once), "app", "latest");
    byte[] second = Images.pushImage(registry(once), "app", "latest");
    assertThat(registry(once).send(Call.get("/v2/app/manifests/latest")).body()).isEqualTo(second);
    byte[] third = Images.pushImage(registry(once), "app", "1.0");
    assertThat(Images.put(registry(once), "app", "latest", third).status()).isEqualTo(201);
    assertThat(Images.put(registry(once), "app", "1.0", second).status()).isEqualTo(409);
  }

  @Test
  public void shouldTakeNothingIfWritesAreDenied() throws IOException {
    byte[] manifest = Images.pushImage(registry, "app", "1.0");
    Registry readOnly = registry(with(settings -> settings.with(WritePolicy.DENY)));
    for (Call call :
        List.of(
            Call.post("/v2/app/blobs/uploads/"),
            Call.put("/v2/app/manifests/2.0", manifest),
            Call.delete("/v2/app/manifests/1.0"),
            Call.delete("/v2/app/blobs/" + Images.sha256(manifest)))) {
      Answer answer = readOnly.send(call);
      assertThat(answer.status()).as(call.toString()).isEqualTo(405);
      assertThat(answer.error()).isEqualTo("UNSUPPORTED");
      assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
      assertThat(answer.text()).contains("team").contains("DENY");
    }
    assertThat(readOnly.send(Call.get("/v2/app/manifests/1.0")).status()).isEqualTo(200);
  }

  @Test
  public void shouldHonourConditionsOfWriters() throws IOException {
    byte[] first = Images.pushImage(registry, "app", "1.0");
    byte[] second = Images.pushImage(registry, "app", "");
    Call put =
        Call.put("/v2/app/manifests/1.0", second)
            .header("Content-Type", ManifestKind.OCI_MANIFEST.mediaType());
    assertThat(registry.send(put.header("If-None-Match", "*")).status()).isEqualTo(412);
    assertThat(registry.send(put.header("If-Match", "\"other\"")).status()).isEqualTo(412);
    String etag = registry.send(Call.get("/v2/app/manifests/1.0")).header("ETag");
    assertThat(etag).contains(Images.sha256(first).hex());
    assertThat(registry.send(put.header("If-Match", etag)).status()).isEqualTo(201);
  }

  // Uploads

  @Test
  public void shouldResumeUploadThatBroke() throws IOException {
    byte[] blob = Images.blob(1000);
    String session = registry.send(Call.post("/v2/app/blobs/uploads/")).header("Location");
    driver.breakOff(MemoryRegistry.request(Call.patch(session, blob).streamed()), 600);
    Answer state = registry.send(Call.get(session));
    assertThat(state.header("Range")).isEqualTo("0-599");
    Answer rest =
        registry.send(
            Call.patch(session, Arrays.copyOfRange(blob, 600, 1000))
                .header("Content-Range", "600-999"));
    assertThat(rest.status()).isEqualTo(202);
    Answer done =
        registry.send(
            Call.put(rest.header("Location"), new byte[0]).query("digest=" + Images.sha256(blob)));
    assertThat(done.status()).isEqualTo(201);
    assertThat(registry.send(Call.get(done.header("Location"))).body()).isEqualTo(blob);
  }

  @Test
  public void shouldForgetUploadInOnePieceThatBroke() throws IOException {
    byte[] blob = Images.blob(1000);
    driver.breakOff(
        MemoryRegistry.request(
            Call.post("/v2/app/blobs/uploads/").query("digest=" + Images.sha256(blob)).body(blob)),
        600);
    assertThat(registry.send(Call.get("/v2/app/blobs/" + Images.sha256(blob))).status())
        .isEqualTo(404);
  }

  @Test
  public void shouldRefuseRangeThatDoesNotFitWhatCame() throws IOException {
    String session = registry.send(Call.post("/v2/app/blobs/uploads/")).header("Location");
    Answer answer =
        registry.send(
            Call.patch(session, Images.blob(10)).header("Content-Range", "0-98").streamed());
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("SIZE_INVALID");
    assertThat(registry.send(Call.get(session)).header("Range")).isEqualTo("0-9");
  }

  @Test
  public void shouldMountOnlyWhatMayBeRead() throws IOException {
    Digest digest = Images.push(registry, "base", Images.blob(100));
    Registry blind = new MemoryRegistry(driver, r -> r.allowing(only(Action.ADD)));
    assertThat(
            blind
                .send(Call.post("/v2/app/blobs/uploads/").query("mount=" + digest + "&from=base"))
                .status())
        .isEqualTo(202);
  }

  @Test
  public void shouldMountFromNameThatBeginsWithTheRepositorys() throws IOException {
    Digest digest = Images.push(registry, "base", Images.blob(100));
    for (String from : List.of("team/base", "base")) {
      Answer answer =
          registry.send(
              Call.post("/v2/app/blobs/uploads/").query("mount=" + digest + "&from=" + from));
      assertThat(answer.status()).as(from).isEqualTo(201);
    }
    for (String from : List.of("other/base", "Not-A-Name")) {
      Answer answer =
          registry.send(
              Call.post("/v2/app/blobs/uploads/").query("mount=" + digest + "&from=" + from));
      assertThat(answer.status()).as(from).isEqualTo(202);
    }
    assertThat(registry.send(Call.post("/v2/app/blobs/uploads/").query("mount=x")).error())
        .isEqualTo("DIGEST_INVALID");
  }

  // Manifests

  @Test
  public void shouldTakeSparseIndexIfToldTo() throws IOException {
    Registry sparse =
        registry(with(settings -> settings.with(DockerSettings.SPARSE_INDEXES, "true")));
    byte[] child = Images.pushImage(sparse, "app", "");
    byte[] index = Images.bytes(Images.index(Images.sha256(child), Images.sha256(Images.blob(10))));
    assertThat(Images.put(sparse, "app", "multi", index).status()).isEqualTo(201);
    assertThat(Images.put(registry, "app", "multi", index).status()).isEqualTo(404);
  }

  @Test
  public void shouldTakeBuildCache() throws IOException {
    byte[] layer = Images.blob(100);
    Images.push(registry, "cache", layer);
    ObjectNode index = Images.index();
    index
        .withArray("manifests")
        .add(
            Images.descriptor(
                "application/vnd.docker.image.rootfs.diff.tar.gzip",
                Images.sha256(layer),
                layer.length));
    assertThat(Images.put(registry, "cache", "latest", Images.bytes(index)).status())
        .isEqualTo(201);
  }

  @Test
  public void shouldTakeDockersManifests() throws IOException {
    byte[] config = Images.blob(10);
    Images.push(registry, "app", config);
    ObjectNode manifest = Images.manifest(DigestAlgorithm.SHA256, config);
    manifest.put("mediaType", ManifestKind.DOCKER_MANIFEST.mediaType());
    byte[] bytes = Images.bytes(manifest);
    assertThat(Images.put(registry, "app", "1.0", bytes).status()).isEqualTo(201);
    ObjectNode list = Images.index(Images.sha256(bytes));
    list.put("mediaType", ManifestKind.DOCKER_LIST.mediaType());
    assertThat(Images.put(registry, "app", "multi", Images.bytes(list)).status()).isEqualTo(201);
    Answer answer =
        registry.send(Call.get("/v2/app/manifests/multi").header("Accept", "text/html"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo(ManifestKind.DOCKER_LIST.mediaType());
  }

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

  private JsonNode catalog() throws IOException {
    return registry.send(Call.get("/v2/_catalog")).json().path("repositories");
  }

  private RepositoryDriver with(UnaryOperator<TestSettings> change) {
    return RepositoryDriver.of(
        format, context.with(change.apply(TestSettings.of(format, RepositoryType.HOSTED))));
  }

  private static Registry registry(RepositoryDriver driver) {
    return new MemoryRegistry(driver, UnaryOperator.identity());
  }

  private static Predicate<Permission> only(Action first, Action... more) {
    Set<Action> actions = EnumSet.of(first, more);
    return permission -> actions.contains(permission.action());
  }
}
