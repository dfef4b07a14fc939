package io.entrepot.engine.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** Search, components and assets, and forms with files. */
public final class ContentResourcesTest {

  private static final String SHA256_OF_HELLO =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  @Rule public final RestServer server = new RestServer(true);

  @Test
  public void shouldTellOfComponentsAndAssets() throws Exception {
    put("files-hosted", "docs/a b.txt", "hello");

    JsonNode component = server.get("reader", "search?q=docs").json().at("/items/0");
    assertThat(component.at("/repository").asText()).isEqualTo("files-hosted");
    assertThat(component.at("/format").asText()).isEqualTo("files");
    assertThat(component.at("/group").asText()).isEqualTo("docs");
    assertThat(component.at("/name").asText()).isEqualTo("a b.txt");
    assertThat(component.at("/version").isNull()).isTrue();
    assertThat(server.get("reader", "components/" + component.at("/id").asText()).json())
        .isEqualTo(component);
    JsonNode asset = component.at("/assets/0");
    assertThat(asset.at("/path").asText()).isEqualTo("read/docs/a b.txt");
    assertThat(asset.at("/downloadUrl").asText())
        .isEqualTo(server.origin() + "/repository/files-hosted/read/docs/a%20b.txt");
    assertThat(asset.at("/checksum/sha256").asText()).isEqualTo(SHA256_OF_HELLO);
    assertThat(asset.at("/fileSize").asLong()).isEqualTo(5);
    assertThat(asset.at("/contentType").asText()).isEqualTo("text/plain");
    assertThat(asset.at("/blobStoreName").asText()).isEqualTo("default");
    assertThat(asset.at("/lastModified").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+00:00");
    assertThat(asset.at("/lastDownloaded").isNull()).isTrue();
    assertThat(asset.at("/blobCreated").asText()).isEqualTo(asset.at("/lastModified").asText());
    assertThat(server.get("reader", "assets/" + asset.at("/id").asText()).json()).isEqualTo(asset);
    assertThat(server.get("reader", "assets?repository=files-hosted").json().at("/items/0"))
        .isEqualTo(asset);
    assertThat(server.get("reader", "components?repository=files-hosted").json().at("/items/0"))
        .isEqualTo(component);
  }

  @Test
  public void shouldGoThroughAllPages() throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      names.add("file-%03d".formatted(i));
      put("files-hosted", "docs/" + names.get(i), "hello " + i);
    }
    for (String list :
        List.of("search?sort=name", "components?repository=files-hosted", "search?q=file")) {
      assertThat(all(list, "/name")).as(list).isEqualTo(names);
    }
    List<String> paths = names.stream().map(name -> "read/docs/" + name).toList();
    for (String list : List.of("search/assets?sort=name", "assets?repository=files-hosted")) {
      assertThat(all(list, "/path")).as(list).isEqualTo(paths);
    }
  }

  @Test
  public void shouldFindByEveryParameter() throws Exception {
    put("files-hosted", "docs/one", "hello");
    put("files-hosted", "other/two", "world");

    for (String query :
        List.of(
            "name=one",
            "name=on*",
            "group=docs",
            "files.folder=do?s",
            "sha256=" + SHA256_OF_HELLO,
            "files.digest=sha256:" + SHA256_OF_HELLO,
            "q=one",
            "q=ONE%20docs",
            "repository=files-hosted&name=one",
            "format=files&name=one")) {
      assertThat(all("search?" + query, "/name")).as(query).containsExactly("one");
    }
    assertThat(all("search?direction=desc", "/name")).containsExactly("two", "one");
    assertThat(all("search?prerelease=false", "/name")).containsExactly("one", "two");
    assertThat(all("search?prerelease=true", "/name")).isEmpty();
    assertThat(all("search?version=1", "/name")).isEmpty();
    assertThat(all("search?repository=plain-hosted", "/name")).isEmpty();
    assertThat(all("search?format=plain", "/name")).isEmpty();
  }

  @Test
  public void shouldNameTheParameterThatIsWrong() throws Exception {
    assertThat(server.get("reader", "search?colour=red").error())
        .isEqualTo("INVALID colour: colour: is not a parameter of a search");
    assertThat(server.get("reader", "search?sort=size").error())
        .isEqualTo("INVALID sort: sort: 'size' is not one of group, name, version, repository");
    assertThat(server.get("reader", "search?prerelease=yes").error())
        .isEqualTo("INVALID prerelease: prerelease: 'yes' is neither true nor false");
    assertThat(server.get("reader", "search?direction=up").error())
        .isEqualTo("INVALID direction: direction: 'up' is neither asc nor desc");
    assertThat(server.get("reader", "search?sha1=xyz").error())
        .isEqualTo("INVALID sha1: sha1: 'xyz' is not a checksum");
    assertThat(server.get("reader", "search?continuationToken=xyz").status()).isEqualTo(400);
    assertThat(server.get("reader", "assets?repository=files-hosted&continuationToken=!").status())
        .isEqualTo(400);
    assertThat(server.get("reader", "assets/xyz").status()).isEqualTo(422);
    assertThat(server.get("reader", "components?repository=none").error())
        .isEqualTo("NOT_FOUND repository: there is no repository 'none'");
  }

  @Test
  public void shouldShowNothingToThoseWhoMaySeeNothing() throws Exception {
    put("files-hosted", "docs/one", "hello");
    String component = server.get("reader", "search").json().at("/items/0/id").asText();
    String asset = server.get("reader", "search/assets").json().at("/items/0/id").asText();

    assertThat(server.get("stranger", "search").json().at("/items")).isEmpty();
    assertThat(
            server.get("stranger", "search/assets?sha256=" + SHA256_OF_HELLO).json().at("/items"))
        .isEmpty();
    for (String path : List.of("components/" + component, "assets/" + asset)) {
      assertThat(server.get("reader", path).status()).isEqualTo(200);
      assertThat(server.get("stranger", path).status()).isEqualTo(404);
      assertThat(server.get("", path).status()).isEqualTo(401);
    }
    assertThat(server.get("stranger", "search/assets/download?name=one").status()).isEqualTo(404);
  }

  @Test
  public void shouldLeadToTheAssetThatIsFound() throws Exception {
    put("files-hosted", "docs/one", "hello");
    put("files-hosted", "docs/two", "world");

    RestServer.Answer one = server.get("reader", "search/assets/download?name=one");
    assertThat(one.status()).isEqualTo(302);
    assertThat(one.header("Location"))
        .contains(server.origin() + "/repository/files-hosted/read/docs/one");
    assertThat(server.get("reader", "search/assets/download?group=docs").status()).isEqualTo(400);
    assertThat(
            server
                .get("reader", "search/assets/download?group=docs&sort=name&direction=desc")
                .header("Location"))
        .contains(server.origin() + "/repository/files-hosted/read/docs/two");
    assertThat(server.get("reader", "search/assets/download?name=none").status()).isEqualTo(404);
  }

  @Test
  public void shouldDelete() throws Exception {
    put("files-hosted", "docs/one", "hello");
    put("files-hosted", "docs/two", "world");
    JsonNode components = server.get("reader", "search?sort=name").json().at("/items");
    String one = "components/" + components.at("/0/id").asText();
    String two = "assets/" + components.at("/1/assets/0/id").asText();

    for (String path : List.of(one, two)) {
      assertThat(server.send("reader", "DELETE", path, "").status()).isEqualTo(403);
      assertThat(server.send("stranger", "DELETE", path, "").status()).isEqualTo(404);
      assertThat(server.get("reader", path).status()).isEqualTo(200);
      assertThat(server.send("admin", "DELETE", path, "").status()).isEqualTo(204);
      assertThat(server.get("reader", path).status()).isEqualTo(404);
      assertThat(server.send("admin", "DELETE", path, "").status()).isEqualTo(404);
    }
    assertThat(all("search", "/name")).isEmpty();
    assertThat(all("assets?repository=files-hosted", "/path")).isEmpty();
  }

  @Test
  public void shouldTakeFilesOfAForm() throws Exception {
    // Files may come before what is said of them.
    String big = "0123456789".repeat(50_000);
    assertThat(
            form(
                    "admin",
                    part("files.asset2", "b.bin", "application/x-b", big),
                    part("files.asset1", "a.txt", "text/plain", "hello"),
                    part("files.asset1.name", "one"),
                    part("files.asset2.name", "two"),
                    part("files.folder", "docs"))
                .status())
        .isEqualTo(204);

    JsonNode assets = server.get("reader", "search/assets?sort=name").json().at("/items");
    assertThat(assets).hasSize(2);
    assertThat(assets.at("/0/path").asText()).isEqualTo("read/docs/one");
    assertThat(assets.at("/0/checksum/sha256").asText()).isEqualTo(SHA256_OF_HELLO);
    assertThat(assets.at("/1/contentType").asText()).isEqualTo("application/x-b");
    assertThat(assets.at("/1/fileSize").asLong()).isEqualTo(500_000);
    assertThat(uploads()).isEmpty();
  }

  @Test
  public void shouldRefuseFormsThatAreWrong() throws Exception {
    String file = part("files.asset1", "a", "text/plain", "hello");
    assertThat(form("admin", file).error()).isEqualTo("INVALID : files.asset1.name is missing");
    assertThat(form("admin", part("files.folder", "a")).error())
        .isEqualTo("INVALID : files.asset1 is missing");
    assertThat(form("admin", part("files.asset1.name", "a")).error())
        .isEqualTo("INVALID : files.asset1 is missing");
    assertThat(form("admin", part("maven2.groupId", "a")).error())
        .startsWith("INVALID maven2.groupId: maven2.groupId: is no field");
    assertThat(form("admin", file, file).error())
        .startsWith("INVALID files.asset1: files.asset1: there are two");
    assertThat(form("admin", file, part("files.colour", "red")).error())
        .startsWith("INVALID : files.colour is not a field");
    assertThat(form("admin", file, part("files.asset1.name", "refused")).error())
        .isEqualTo("REFUSED : the name is 'refused'");
    assertThat(form("admin", part("files.folder", "x".repeat(10_000))).error())
        .startsWith("INVALID files.folder: files.folder: the value is longer");
    assertThat(send("admin", "files-hosted", "--b\r\nContent-Dis").status()).isEqualTo(400);
    assertThat(send("admin", "plain-hosted", "--b--\r\n").error())
        .startsWith("INVALID repository: repository: 'plain-hosted' takes no files by a form");
    assertThat(form("reader", file, part("files.asset1.name", "a")).status()).isEqualTo(403);
    assertThat(form("stranger", file, part("files.asset1.name", "a")).status()).isEqualTo(404);
    assertThat(form("", file, part("files.asset1.name", "a")).status()).isEqualTo(401);

    assertThat(all("search/assets", "/path")).isEmpty();
    assertThat(uploads()).as("nothing is left behind").isEmpty();
  }

  private List<String> uploads() throws IOException {
    return server.filesIn("blobs/default/uploads");
  }

  private RestServer.Answer form(String user, String... parts) throws Exception {
    return send(user, "files-hosted", String.join("", parts) + "--b--\r\n");
  }

  private RestServer.Answer send(String user, String repository, String body) throws Exception {
    return server.send(
        user,
        server
            .request("POST", "components?repository=" + repository, "")
            .method("POST", BodyPublishers.ofString(body))
            .header("Content-Type", "multipart/form-data; boundary=b"));
  }

  private static String part(String name, String value) {
    return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  }

  private static String part(String name, String file, String type, String value) {
    return "--b\r\nContent-Disposition: form-data; name=\""
        + name
        + "\"; filename=\""
        + file
        + "\"\r\nContent-Type: "
        + type
        + "\r\n\r\n"
        + value
        + "\r\n";
  }

  private List<String> all(String list, String field) throws Exception {
    return server.all("reader", list, field);
  }

  private void put(String repository, String path, String text) throws IOException {
    server.put(repository, path, text);
  }
}
