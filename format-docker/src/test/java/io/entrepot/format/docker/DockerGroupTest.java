package io.entrepot.format.docker;

import static io.entrepot.format.docker.DockerProxyFixture.digests;
import static io.entrepot.format.docker.DockerProxyFixture.names;
import static io.entrepot.format.docker.DockerProxyFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.security.Permission;
import io.entrepot.testkit.MemoryMembers;
import io.entrepot.testkit.RepositoryDriver;
import io.entrepot.testkit.TestContext;
import io.entrepot.testkit.TestReply;
import io.entrepot.testkit.TestRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.Test;

/** What a group serves and lists of its members. */
public final class DockerGroupTest extends DockerGroupFixture {

  private static final List<String> ODD =
      List.of(
          "",
          "/",
          "..",
          "a//b",
          "app/",
          "app/_tags/1",
          "v2",
          "v2/",
          "v2/token",
          "v2/_catalog",
          "v1/_ping",
          "v1/search",
          "v2/app",
          "v2/APP/manifests/1",
          "v2/app/manifests/1",
          "v2/app/manifests/%",
          "v2/app/manifests/sha256:1",
          "v2/app/blobs/sha256:" + "0".repeat(64),
          "v2/app/blobs/uploads/",
          "v2/app/blobs/uploads/none",
          "v2/app/tags/list",
          "v2/app/referrers/sha256:" + "0".repeat(64),
          "v2/" + "a/".repeat(2000) + "manifests/1");

  // Pulling

  @Test
  public void shouldServeWhateverMemberHasIt() throws IOException {
    byte[] pushed = Images.pushImage(registry(hosted), "app", "1");
    UpstreamImages.Image pulled = images.image("app", "2");

    assertThat(get("v2/app/manifests/1").body()).isEqualTo(pushed);
    TestReply reply = get("v2/app/manifests/2");
    assertThat(reply.body()).isEqualTo(pulled.manifest());
    assertThat(reply.header("X-Entrepot-Member")).isEqualTo("hub");
    assertThat(get("v2/app/blobs/" + Images.sha256(pulled.layer())).body())
        .isEqualTo(pulled.layer());
    assertThat(get("v2/none/manifests/1").status()).isEqualTo(404);
  }

  @Test
  public void shouldAskMembersWhoeverMayReadThem() throws IOException {
    Images.pushImage(registry(hosted), "app", "1");
    Predicate<Permission> groupAlone = right -> right.repository().equals("all");
    assertThat(send(TestRequest.get("v2/app/manifests/1").allowing(groupAlone)).status())
        .isEqualTo(200);
  }

  @Test
  public void shouldNotMindHowMembersServeTheirOwnClients() throws IOException {
    TestContext shy =
        own.with(
            settings(RepositoryType.HOSTED)
                .with(DockerSettings.PATH_ENABLED, "false")
                .with(DockerSettings.V1_ENABLED, "false")
                .with(DockerSettings.FORCE_BASIC_AUTH, "true"));
    RepositoryDriver around =
        group(new MemoryMembers().and(format.create(shy), shy), settings -> settings);
    Images.pushImage(registry(hosted), "app", "1");
    for (String path :
        List.of("v2/app/manifests/1", "v2/app/tags/list", "v2/_catalog", "v1/search")) {
      TestRequest request = TestRequest.get(path).asNobody().allowing(right -> true);
      assertThat(around.send(request.through("/v2/", "all")).status()).as(path).isEqualTo(200);
    }
  }

  // Lists

  @Test
  public void shouldMergeTagsInOneOrder() throws IOException {
    Images.pushImage(registry(hosted), "app", "b");
    Images.pushImage(registry(hosted), "app", "D");
    Images.pushImage(registry(other), "app", "a");
    images.tags("v2/app/tags/list", "", "C", "b", "e");
    assertThat(texts(get("v2/app/tags/list"), "tags")).containsExactly("a", "b", "C", "D", "e");
    for (int size = 1; size <= 6; size++) {
      List<String> seen = new ArrayList<>();
      TestReply reply;
      do {
        reply =
            send(
                TestRequest.get("v2/app/tags/list")
                    .query("n", Integer.toString(size))
                    .query("last", seen.isEmpty() ? "" : seen.get(seen.size() - 1))
                    .under("/"));
        assertThat(texts(reply, "tags")).isNotEmpty();
        seen.addAll(texts(reply, "tags"));
        if (!reply.header("Link").isEmpty()) {
          assertThat(reply.header("Link")).startsWith("</v2/app/tags/list?n=" + size + "&last=");
        }
      } while (!reply.header("Link").isEmpty());
      assertThat(seen).as("n=" + size).containsExactly("a", "b", "C", "D", "e");
    }
    assertThat(Json.read(get("v2/app/tags/list").text()).path("name").asText()).isEqualTo("app");
  }

  @Test
  public void shouldSayWhosePartOfAListIsMissing() throws IOException {
    Images.pushImage(registry(hosted), "app", "1");
    upstream.down(true);
    TestReply some = get("v2/app/tags/list");
    assertThat(texts(some, "tags")).containsExactly("1");
    assertThat(some.header("Warning")).contains("hub");
    TestReply none = get("v2/other/tags/list");
    assertThat(none.status()).isEqualTo(502);
    assertThat(none.text()).contains("'hub' does not answer");
    upstream.down(false);
    assertThat(get("v2/other/tags/list").status()).isEqualTo(404);
    assertThat(get("v2/app/tags/list").headers().first("Warning")).isEmpty();
  }

  @Test
  public void shouldMergeCatalogAndSearch() throws IOException {
    Images.pushImage(registry(hosted), "b", "1");
    Images.pushImage(registry(other), "a", "1");
    images.list("v2/_catalog?n=1000", "", "repositories", "b", "c/b");
    assertThat(texts(get("v2/_catalog"), "repositories")).containsExactly("a", "b", "c/b");
    TestReply first = send(TestRequest.get("v2/_catalog").query("n", "1").through("/v2/", "all"));
    assertThat(texts(first, "repositories")).containsExactly("all/a");
    assertThat(
            texts(
                send(
                    TestRequest.get("v2/_catalog")
                        .query("n", "5")
                        .query("last", "all/a")
                        .through("/v2/", "all")),
                "repositories"))
        .containsExactly("all/b", "all/c/b");
    assertThat(names(send(TestRequest.get("v1/search").query("q", "B"))))
        .containsExactly("b", "c/b");
    upstream.down(true);
    assertThat(texts(get("v2/_catalog"), "repositories")).containsExactly("a", "b");
  }

  @Test
  public void shouldMergeReferrers() throws IOException {
    Digest subject = Images.sha256(Images.blob(10));
    byte[] mine = about(subject, "mine");
    byte[] theirs = about(subject, "theirs");
    Images.put(registry(hosted), "app", Images.sha256(mine).toString(), mine);
    upstream.has(
        "v2/app/referrers/" + subject,
        ManifestKind.OCI_INDEX.mediaType(),
        Json.write(Images.index(Images.sha256(theirs), Images.sha256(mine))));
    assertThat(digests(get("v2/app/referrers/" + subject)))
        .containsExactlyInAnyOrder(
            Images.sha256(mine).toString(), Images.sha256(theirs).toString());
    assertThat(digests(get("v2/none/referrers/" + subject))).isEmpty();
  }

  @Test
  public void shouldSkipNoReferrerWhereMembersPageThem() throws IOException {
    Digest subject = Images.sha256(Images.blob(10));
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      RepositoryDriver member = i < 4 ? hosted : other;
      // The first member's pages end early.
      byte[] one = about(subject, "type-" + i, i < 4 ? 1_000_000 : 10);
      Images.put(registry(member), "app", Images.sha256(one).toString(), one);
      all.add(Images.sha256(one).toString());
    }
    List<String> seen = new ArrayList<>();
    TestReply reply;
    do {
      String last = seen.isEmpty() ? "" : seen.get(seen.size() - 1);
      reply = send(TestRequest.get("v2/app/referrers/" + subject).query("last", last));
      assertThat(digests(reply)).isNotEmpty();
      seen.addAll(digests(reply));
    } while (!reply.header("Link").isEmpty());
    assertThat(seen).containsExactlyInAnyOrderElementsOf(all).isSorted();
  }

  // Pushing

  @Test
  public void shouldSurviveWhateverIsAsked() throws IOException {
    Images.pushImage(registry(hosted), "app", "1");
    images.image("app", "2");
    for (String writable : List.of("", "own")) {
      if (!writable.isEmpty()) {
        members.writingTo(writable);
      }
      for (RepositoryDriver asked : List.of(group, proxy)) {
        for (Method method : Method.values()) {
          for (String path : ODD) {
            TestReply reply = asked.send(TestRequest.of(method, path).body("x"));
            assertThat(reply.status()).as(method + " " + path).isBetween(200, 499);
          }
        }
      }
    }
  }

  // Names of registries

  @Test
  public void shouldAskThoseAloneWhoseUpstreamIsNamed() throws IOException {
    Images.pushImage(registry(hosted), "app", "1");
    UpstreamImages.Image image = images.image("app", "1");
    TestRequest request = TestRequest.get("v2/app/manifests/1").under("/");
    assertThat(send(request.query("ns", "registry.example")).body()).isEqualTo(image.manifest());
    TestReply unknown = send(request.query("ns", "docker.io"));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.text()).contains("docker.io");
  }

  private static byte[] about(Digest subject, String type, int size) throws IOException {
    ObjectNode index = (ObjectNode) Json.read(about(subject, type));
    index.putObject("annotations").put("text", "x".repeat(size));
    return Images.bytes(index);
  }

  private static byte[] about(Digest subject, String type) {
    ObjectNode index = Images.index();
    index.put("artifactType", type);
    index.set("subject", Images.descriptor(ManifestKind.OCI_MANIFEST.mediaType(), subject, 10));
    return Images.bytes(index);
  }
}
