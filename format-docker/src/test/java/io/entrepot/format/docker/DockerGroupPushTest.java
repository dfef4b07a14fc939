package io.entrepot.format.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.security.Action;
import io.entrepot.spi.security.Permission;
import io.entrepot.testkit.MemoryMembers;
import io.entrepot.testkit.RepositoryDriver;
import io.entrepot.testkit.TestContext;
import io.entrepot.testkit.TestReply;
import io.entrepot.testkit.TestRequest;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.junit.Test;

/** What is pushed to a group, and where it goes. */
public final class DockerGroupPushTest extends DockerGroupFixture {

  // Pushing

  @Test
  public void shouldTakePushesForItsWritableMember() throws IOException {
    members.writingTo("own");
    Predicate<Permission> groupAlone = right -> right.repository().equals("all");
    Registry registry =
        new MemoryRegistry(group, request -> request.under("/").allowing(groupAlone));
    byte[] manifest = Images.pushImage(registry, "app", "1");
    assertThat(hosted.send(TestRequest.get("v2/app/manifests/1")).body()).isEqualTo(manifest);
    byte[] next = Images.pushImage(registry, "app", "1");
    assertThat(get("v2/app/manifests/1").body()).isEqualTo(next);

    Answer begun = registry.send(Call.post("/v2/app/blobs/uploads/"));
    assertThat(begun.header("Location")).startsWith("/v2/app/blobs/uploads/");
    byte[] blob = Images.blob(100);
    assertThat(registry.send(Call.patch(begun.header("Location"), blob)).status()).isEqualTo(202);
    assertThat(
            registry
                .send(
                    Call.put(begun.header("Location"), new byte[0])
                        .query("digest=" + Images.sha256(blob)))
                .status())
        .isEqualTo(201);
    assertThat(registry.send(Call.delete("/v2/app/manifests/1")).status()).isEqualTo(202);
    assertThat(hosted.send(TestRequest.get("v2/app/manifests/1")).status()).isEqualTo(404);
  }

  @Test
  public void shouldBringWhatAnotherMemberHasWhenAManifestNeedsIt() throws IOException {
    members.writingTo("own");
    byte[] config = Images.blob(20);
    byte[] layer = Images.blob(200);
    byte[] manifest = Images.bytes(Images.manifest(DigestAlgorithm.SHA256, config, layer));
    Images.push(registry(other), "app", layer);
    Images.push(registry(group), "app", config);

    assertThat(head("v2/app/blobs/" + Images.sha256(layer)).status()).isEqualTo(200);
    Answer put = Images.put(registry(group), "app", "1", manifest);

    assertThat(put.status()).as(put.toString()).isEqualTo(201);
    assertThat(hosted.send(TestRequest.get("v2/app/blobs/" + Images.sha256(layer))).body())
        .isEqualTo(layer);
    assertThat(hosted.send(TestRequest.get("v2/app/manifests/1")).body()).isEqualTo(manifest);
  }

  @Test
  public void shouldBringManifestsThatAnIndexLists() throws IOException {
    members.writingTo("own");
    byte[] child = Images.pushImage(registry(other), "app", "");
    byte[] index = Images.bytes(Images.index(Images.sha256(child)));
    Answer put = Images.put(registry(group), "app", "all", index);
    assertThat(put.status()).as(put.toString()).isEqualTo(201);
    assertThat(hosted.send(TestRequest.get("v2/app/manifests/" + Images.sha256(child))).body())
        .isEqualTo(child);

    byte[] missing = Images.bytes(Images.index(Images.sha256(Images.blob(9))));
    assertThat(Images.put(registry(group), "app", "x", missing).error())
        .isEqualTo("MANIFEST_BLOB_UNKNOWN");
  }

  @Test
  public void shouldTellPushersOfBlobsThatAreHereAlone() throws IOException {
    UpstreamImages.Image image = images.image("app", "1");
    String address = "v2/app/blobs/" + Images.sha256(image.layer());
    assertThat(head(address).status()).isEqualTo(200);
    members.writingTo("own");
    assertThat(head(address).status()).isEqualTo(404);
    Predicate<Permission> reading = right -> right.action() == Action.READ;
    assertThat(send(TestRequest.head(address).allowing(reading)).status()).isEqualTo(200);
    get(address);
    assertThat(head(address).status()).isEqualTo(200);
  }

  @Test
  public void shouldMountFromAnyMember() throws IOException {
    members.writingTo("own");
    UpstreamImages.Image image = images.image("library/base", "1");
    Digest layer = Images.sha256(image.layer());
    get("v2/library/base/blobs/" + layer);
    for (String from : List.of("library/base", "all/library/base", "base")) {
      Answer mounted =
          registry(group)
              .send(
                  Call.post("/v2/app-" + from.length() + "/blobs/uploads/")
                      .query("mount=" + layer)
                      .query("from=" + from));
      assertThat(mounted.status()).as(from).isEqualTo(201);
      assertThat(mounted.header("Location")).startsWith("/v2/app-" + from.length() + "/blobs/");
      assertThat(hosted.send(TestRequest.get("v2/app-" + from.length() + "/blobs/" + layer)).body())
          .isEqualTo(image.layer());
    }
    Answer unknown =
        registry(group)
            .send(
                Call.post("/v2/app/blobs/uploads/")
                    .query("mount=" + Images.sha256(Images.blob(5)))
                    .query("from=library/base"));
    assertThat(unknown.status()).isEqualTo(202);
  }

  @Test
  public void shouldNameTheAddressThatTakesPushesWhereItTakesNone() throws IOException {
    Predicate<Permission> reading = right -> right.action() == Action.READ;
    TestRequest push = TestRequest.post("v2/app/blobs/uploads/").allowing(reading);
    assertRefused(group.send(push.through("/v2/", "all")), "push to entrepot.test/own/app,");
    assertThat(send(push.asNobody()).status()).isEqualTo(401);

    for (String[] set :
        new String[][] {
          {"docker.httpPort", "5001", "push to entrepot.test:5001/app,"},
          {"docker.httpsPort", "5443", "push to entrepot.test:5443/app,"},
          {"docker.subdomain", "images.example.org", "push to images.example.org/app,"},
          {"docker.subdomain", "images", "push to images.entrepot.test/app,"}
        }) {
      TestContext placed = own.with(settings(RepositoryType.HOSTED).with(set[0], set[1]));
      RepositoryDriver around =
          group(new MemoryMembers().and(hosted.repository(), placed), settings -> settings);
      assertRefused(around.send(push.under("/")), set[2]);
    }
    RepositoryDriver proxies =
        group(new MemoryMembers().and(proxy.repository(), hub), settings -> settings);
    assertRefused(proxies.send(push), "push to a hosted repository");
  }

  private static void assertRefused(TestReply reply, String where) throws IOException {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(405);
    assertThat(Json.read(reply.text()).at("/errors/0/code").asText()).isEqualTo("UNSUPPORTED");
    assertThat(reply.text()).contains("'all' is a group without", where);
  }

  private TestReply head(String path) {
    return send(TestRequest.head(path));
  }
}
