package io.entrepot.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.StoredBlob;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.ClassRule;
import org.junit.Test;

public final class EdgeListingTest {
  @ClassRule public static final EdgeServer edge = new EdgeServer();

  private static final ObjectMapper JSON = new ObjectMapper();

  private static void put(String path) throws Exception {
    assertThat(
            edge.put("/repository/files/" + path, "12345".getBytes(StandardCharsets.UTF_8))
                .statusCode())
        .isEqualTo(201);
  }

  private static JsonNode json(String path) throws Exception {
    HttpResponse<String> reply = edge.send(edge.admin(path).header("Accept", "application/json"));
    assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
    return JSON.readTree(reply.body());
  }

  @Test
  public void shouldListAFolderForPeople() throws Exception {
    put("people/sub/file");
    put("people/a.txt");
    HttpResponse<String> reply =
        edge.send(edge.admin("/repository/files/people/").header("Accept", "text/html,*/*;q=0.8"));
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
    assertThat(reply.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; style-src 'sha256-");
    assertThat(reply.body())
        .contains("Index of /people/")
        .contains("<a href=\"../\">../</a>")
        .contains("<a href=\"./sub/\">sub/</a>")
        .containsPattern(
            "<a href=\"./a.txt\">a.txt</a></td><td>20[0-9-]+ [0-9:]+Z</td><td class=\"size\">5<");
  }

  @Test
  public void shouldListAFolderForPrograms() throws Exception {
    put("programs/sub/file");
    put("programs/a.txt");
    JsonNode listing = json("/repository/files/programs/");
    assertThat(listing.path("path").asText()).isEqualTo("programs/");
    assertThat(listing.path("items")).hasSize(2);
    JsonNode file = listing.path("items").path(0);
    assertThat(file.path("name").asText()).isEqualTo("a.txt");
    assertThat(file.path("folder").asBoolean()).isFalse();
    assertThat(file.path("size").asLong()).isEqualTo(5);
    assertThat(file.path("sha256").asText()).hasSize(64);
    assertThat(listing.path("items").path(1).path("folder").asBoolean()).isTrue();
    assertThat(listing.has("next")).isFalse();
    String forced = edge.send(edge.admin("/repository/files/programs/?format=json")).body();
    assertThat(JSON.readTree(forced)).isEqualTo(listing);
  }

  @Test
  public void shouldMarkWhatIsServedAlthoughItIsOld() throws Exception {
    put("aged/old");
    put("aged/well");
    edge.serving().stale.put("files/aged/old", "UPSTREAM_TIMEOUT");

    JsonNode items = json("/repository/files/aged/").path("items");
    assertThat(items.path(0).path("stale").asText()).isEqualTo("UPSTREAM_TIMEOUT");
    assertThat(items.path(1).has("stale")).isFalse();
    assertThat(edge.send(edge.admin("/repository/files/aged/")).body())
        .containsPattern("old</a></td><td>[^<]+Z \\(old: UPSTREAM_TIMEOUT\\)</td>")
        .containsPattern("well</a></td><td>[^<]+Z</td>");
  }

  @Test
  public void shouldShowNamesLiterally() throws Exception {
    put("names/%3Cscript%3Ealert(1)%3C%2Fscript%3E".replace("%2F", "-"));
    put("names/a%22%20onclick=%22x");
    put("names/100%25%20%24%7B7*7%7D%3F%23");
    String body = edge.send(edge.admin("/repository/files/names/")).body();
    assertThat(body)
        .contains("&lt;script&gt;alert(1)&lt;-script&gt;")
        .contains("a&quot; onclick=&quot;x")
        .contains("100% ${7*7}?#")
        .contains("href=\"./100%25%20$%7B7*7%7D%3F%23\"")
        .doesNotContain("<script")
        .doesNotContain("\" onclick");
  }

  @Test
  public void shouldSendThoseWithoutASlashToTheFolder() throws Exception {
    put("moved/x/y");
    HttpResponse<String> folder = edge.send(edge.admin("/repository/files/moved/x"));
    assertThat(folder.statusCode()).isEqualTo(302);
    assertThat(folder.headers().firstValue("Location")).contains("/repository/files/moved/x/");
    HttpResponse<String> root = edge.send(edge.request("/repository/files"));
    assertThat(root.statusCode()).isEqualTo(307);
    assertThat(root.headers().firstValue("Location")).contains("/repository/files/");
  }

  @Test
  public void shouldSayThatThereIsNoSuchFolder() throws Exception {
    assertThat(edge.send(edge.admin("/repository/files/no/such/")).statusCode()).isEqualTo(404);
    assertThat(edge.send(edge.admin("/repository/boxes/")).statusCode()).isEqualTo(200);
  }

  @Test
  public void shouldGiveLongFoldersAPageAtATime() throws Exception {
    ContentStore content = edge.serving().content("files");
    Staged staged;
    try (BlobUpload upload = content.upload(UploadHint.none())) {
      staged = upload.finish();
    }
    AssetWrite first = AssetWrite.of(AssetPath.of("long/n00000"), "text/plain");
    StoredBlob blob = content.commit(ChangeSet.empty().put(first, staged)).written().get(0).blob();
    ChangeSet changes = ChangeSet.empty();
    for (int i = 1; i < 2500; i++) {
      AssetPath path = AssetPath.of(String.format("long/n%05d", i));
      changes = changes.link(AssetWrite.of(path, "text/plain"), blob);
    }
    content.commit(changes);
    List<String> names = new ArrayList<>();
    String query = "?format=json";
    int pages = 0;
    while (!query.isEmpty()) {
      JsonNode page = json("/repository/files/long/" + query);
      page.path("items").forEach(item -> names.add(item.path("name").asText()));
      query = page.path("next").asText();
      pages++;
    }
    assertThat(pages).isEqualTo(3);
    assertThat(names).hasSize(2500).isSorted().doesNotHaveDuplicates();
    assertThat(edge.send(edge.admin("/repository/files/long/")).body())
        .contains("<a rel=\"next\" href=\"?after=n00999\">");
  }
}
