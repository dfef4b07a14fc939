package io.entrepot.engine.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** A group shows what its members hold, to whom may look into the group. */
public final class GroupContentResourcesTest {

  @Rule public final RestServer server = new RestServer(true);

  @Before
  public void make() throws Exception {
    for (String name : List.of("first", "second", "third")) {
      make("hosted", "{\"name\":\"%s\"}".formatted(name));
    }
    make("group", "{\"name\":\"inner\",\"group\":{\"memberNames\":[\"second\",\"third\"]}}");
    make("group", "{\"name\":\"grouped\",\"group\":{\"memberNames\":[\"first\",\"inner\"]}}");
  }

  @Test
  public void shouldShowWhatMembersHoldAndOfTheSameTheFirst() throws Exception {
    server.put("third", "docs/both", "third's");
    server.put("third", "docs/last", "third's");
    server.put("second", "docs/both", "second's");
    server.put("first", "docs/both", "first's");
    server.put("first", "docs/one", "first's");
    server.put("files-hosted", "docs/elsewhere", "no member's");

    for (String list :
        List.of(
            "search?repository=grouped",
            "search?repository=grouped&q=docs",
            "search?repository=grouped&name=*",
            "search?repository=grouped&sort=name",
            "search?repository=grouped&sort=version",
            "components?repository=grouped")) {
      assertThat(all("reader", list, "/name"))
          .as(list)
          .containsExactlyInAnyOrder("both", "last", "one");
      assertThat(all("reader", list, "/repository"))
          .as(list)
          .containsExactlyInAnyOrder("first", "third", "first");
    }
    assertThat(all("reader", "search?repository=grouped&sort=repository", "/name"))
        .containsExactly("both", "one", "last");
    for (String list : List.of("assets?repository=grouped", "search/assets?repository=grouped")) {
      assertThat(all("reader", list, "/path"))
          .as(list)
          .containsExactly("read/docs/both", "read/docs/last", "read/docs/one");
      assertThat(all("reader", list, "/downloadUrl"))
          .as(list)
          .allMatch(url -> url.startsWith(server.origin() + "/repository/grouped/read/docs/"));
    }
    String hidden = digest("second", "docs/both");
    assertThat(all("reader", "search/assets?sha256=" + hidden, "/repository"))
        .containsExactly("second");
    assertThat(all("reader", "search/assets?repository=grouped&sha256=" + hidden, "/path"))
        .isEmpty();
    assertThat(all("reader", "search/assets?repository=grouped&q=both&sha256=" + hidden, "/path"))
        .isEmpty();
    // Where members are looked into by themselves, nothing is told twice.
    assertThat(all("reader", "search?name=last", "/repository")).containsExactly("third");
    assertThat(all("reader", "search?name=both", "/repository"))
        .containsExactlyInAnyOrder("first", "second", "third");
  }

  @Test
  public void shouldGoThroughAllPagesOfAllMembers() throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 180; i++) {
      names.add("file-%03d".formatted(i));
      server.put(List.of("first", "second", "third").get(i % 3), "docs/" + names.get(i), "" + i);
      if (i % 2 == 0) {
        server.put("third", "docs/" + names.get(i), "hidden, mostly");
      }
    }
    for (String list :
        List.of(
            "components?repository=grouped",
            "search?repository=grouped",
            "search?repository=grouped&sort=name")) {
      assertThat(all("reader", list, "/name")).as(list).isEqualTo(names);
    }
    List<String> paths = names.stream().map(name -> "read/docs/" + name).toList();
    for (String list : List.of("assets?repository=grouped", "search/assets?repository=grouped")) {
      assertThat(all("reader", list, "/path")).as(list).isEqualTo(paths);
    }
  }

  @Test
  public void shouldShowWhatTheGroupLetsOneRead() throws Exception {
    server.put("first", "docs/one", "first's");
    server.put("third", "docs/one", "third's");
    server.put("third", "docs/two", "third's");
    server.put("files-hosted", "docs/elsewhere", "no member's");

    for (String list : List.of("search", "search?repository=grouped", "search?q=docs")) {
      assertThat(all("guest", list, "/name")).as(list).containsExactly("one", "two");
    }
    assertThat(all("guest", "search?repository=first", "/name")).isEmpty();
    assertThat(server.get("guest", "components?repository=first").status()).isEqualTo(404);
    JsonNode one = server.get("guest", "search?name=one").json().at("/items/0");
    assertThat(one.at("/repository").asText()).isEqualTo("first");
    assertThat(one.at("/format").asText()).isEqualTo("files");
    String component = "components/" + one.at("/id").asText();
    String asset = "assets/" + one.at("/assets/0/id").asText();
    assertThat(server.get("guest", component).json()).isEqualTo(one);
    assertThat(server.get("guest", asset).json()).isEqualTo(one.at("/assets/0"));
    assertThat(
            server
                .get("guest", "search/assets/download?repository=grouped&name=two")
                .header("Location"))
        .contains(server.origin() + "/repository/grouped/read/docs/two");
    for (String path : List.of(component, asset)) {
      assertThat(server.send("guest", "DELETE", path, "").status()).isEqualTo(403);
      assertThat(server.get("stranger", path).status()).isEqualTo(404);
    }
    String own =
        server.get("reader", "search?name=one&repository=first").json().at("/items/0/id").asText();
    assertThat(server.get("guest", "components/" + own).status()).isEqualTo(404);
  }

  @Test
  public void shouldDeleteWhatAMemberHolds() throws Exception {
    server.put("first", "docs/one", "first's");
    server.put("third", "docs/one", "third's");
    for (String holder : List.of("first", "third")) {
      JsonNode one = server.get("admin", "search?repository=grouped").json().at("/items/0");
      assertThat(one.at("/repository").asText()).isEqualTo(holder);
      String id = "components/" + one.at("/id").asText();
      assertThat(server.send("admin", "DELETE", id, "").status()).isEqualTo(204);
      assertThat(all("admin", "assets?repository=" + holder, "/path")).isEmpty();
    }
    assertThat(all("admin", "components?repository=grouped", "/name")).isEmpty();
  }

  private String digest(String repository, String path) throws Exception {
    for (JsonNode one :
        server.get("reader", "assets?repository=" + repository).json().at("/items")) {
      if (one.at("/path").asText().equals("read/" + path)) {
        return one.at("/checksum/sha256").asText();
      }
    }
    throw new AssertionError("there is no " + path);
  }

  private List<String> all(String user, String list, String field) throws Exception {
    return server.all(user, list, field);
  }

  private void make(String type, String body) throws Exception {
    assertThat(server.send("admin", "POST", "repositories/files/" + type, body).status())
        .isEqualTo(201);
  }
}
