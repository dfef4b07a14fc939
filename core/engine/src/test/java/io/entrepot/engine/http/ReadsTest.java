package io.entrepot.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.StoredBlob;
import io.entrepot.spi.format.Repositories;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.http.Body;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Response;
import io.entrepot.testkit.TestRequest;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;

public final class ReadsTest {

  private static final StoredBlob BLOB =
      new StoredBlob(
          "default",
          new BlobId("x"),
          1,
          Map.of(DigestAlgorithm.SHA256, new Digest(DigestAlgorithm.SHA256, "0".repeat(64))));

  @Rule public final EdgeServer edge = new EdgeServer();

  private final List<String> told = new ArrayList<>();
  private final Reads reads = new Reads((repository, path) -> told.add(repository + ":" + path));

  @Test
  public void shouldTellWhatClientsReadAndNothingElse() throws Exception {
    String file = "/repository/files/a/b";
    edge.send(edge.admin(file).PUT(BodyPublishers.ofString("text")));
    edge.send(edge.admin("/repository/files/a/"));
    edge.send(edge.admin("/repository/files/none/"));
    edge.send(edge.request(file)); // refused
    assertThat(edge.reads).isEmpty();
    String etag = edge.send(edge.admin(file)).headers().firstValue("ETag").orElseThrow();
    edge.send(edge.admin(file).method("HEAD", BodyPublishers.noBody()));
    edge.send(edge.admin(file).header("Range", "bytes=1-2"));
    edge.send(edge.admin(file).header("If-None-Match", etag));
    assertThat(edge.reads).hasSize(4).containsOnly("files:a/b");
  }

  @Test
  public void shouldTellOfTheRepositoryThatAClaimLookedUp() throws IOException {
    Reads.Found found = new Reads.Found(new TwoRepositories());
    assertThat(found.find("none")).isEmpty();
    assertThat(found.find("one")).isPresent();
    assertThat(found.names()).containsExactly("one", "two");
    reads.answered(found, TestRequest.get("v2/one/a"), stored(200));
    assertThat(told).containsExactly("one:a/b");
  }

  @Test
  public void shouldCountAnswersThatHaveAnAsset() throws IOException {
    reads.answered("r", TestRequest.get("a"), Response.Reply.of(200));
    reads.answered("r", TestRequest.get("a"), stored(206));
    reads.answered("r", TestRequest.put("a", "x"), stored(200));
    reads.answered(
        "r", TestRequest.get("a"), new Response.Reply(200, Headers.none(), new Body.Stored(BLOB)));
    assertThat(told).isEmpty();
  }

  private static Response.Reply stored(int status) {
    return new Response.Reply(
        status, Headers.none(), new Body.Stored(BLOB, Optional.of(AssetPath.of("a/b"))));
  }

  private static final class TwoRepositories implements Repositories {
    @Override
    public List<String> names() {
      return List.of("one", "two");
    }

    @Override
    public Optional<Repository> find(String name) {
      return names().contains(name)
          ? Optional.of(request -> Response.Reply.of(200))
          : Optional.empty();
    }
  }
}
