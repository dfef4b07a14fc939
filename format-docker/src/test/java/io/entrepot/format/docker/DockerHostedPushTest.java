package io.entrepot.format.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.format.WritePolicy;
import io.entrepot.spi.security.Action;
import io.entrepot.spi.security.Permission;
import io.entrepot.testkit.RepositoryDriver;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.Test;

/** What a hosted repository takes, and from whom. */
public final class DockerHostedPushTest extends DockerHostedFixture {

  // Authentication

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

  private static Predicate<Permission> only(Action first, Action... more) {
    Set<Action> actions = EnumSet.of(first, more);
    return permission -> actions.contains(permission.action());
  }
}
