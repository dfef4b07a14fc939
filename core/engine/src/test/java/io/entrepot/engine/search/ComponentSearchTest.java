package io.entrepot.engine.search;

import static io.entrepot.engine.search.SearchFixture.by;
import static io.entrepot.engine.search.SearchFixture.in;
import static io.entrepot.engine.search.SearchFixture.text;
import static io.entrepot.engine.search.SearchFixture.where;
import static io.entrepot.engine.search.SearchFixture.with;
import static io.entrepot.engine.search.SearchFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.AssetView;
import io.entrepot.engine.admin.CleanupPolicy.ReleaseType;
import io.entrepot.engine.admin.ComponentView;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.SearchOrder;
import io.entrepot.engine.admin.SearchQuery;
import io.entrepot.engine.admin.SearchQuery.Field;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** What is found, and what is not. */
public final class ComponentSearchTest {

  @Rule public final SearchFixture fixture = new SearchFixture();

  @Test
  public void shouldFindByWhatComponentsAreCalled() throws Exception {
    put("one", "org.example", "Library", "1.0");
    put("one", "org.example", "tool", "1.0");
    put("two", "com.example", "library-extras", "2.0");
    SearchQuery all = in("one", "two");

    assertThat(find(where(all, Field.NAME, "Library"))).containsExactly("Library");
    assertThat(find(where(all, Field.NAME, "lib*"))).containsExactly("library-extras");
    assertThat(find(where(all, Field.NAME, "*rar*"))).containsExactly("library-extras", "Library");
    assertThat(find(where(all, Field.NAME, "t??l"))).containsExactly("tool");
    assertThat(find(where(all, Field.NAME, "t?l"))).isEmpty();
    assertThat(find(where(all, Field.GROUP, "org.example"))).containsExactly("Library", "tool");
    assertThat(find(where(all, Field.GROUP, "*.example")))
        .containsExactly("library-extras", "Library", "tool");
    assertThat(find(where(all, Field.VERSION, "2*"))).containsExactly("library-extras");
    assertThat(find(where(where(all, Field.VERSION, "1.0"), Field.NAME, "t*")))
        .containsExactly("tool");
    assertThat(find(where(all, Field.NAME, "librar"))).isEmpty();
  }

  @Test
  public void shouldFindByFreeText() throws Exception {
    put("one", "org.example", "Library", "1.0");
    put("one", "", "say \"hello\"", "1.0");
    put("one", "", "größe", "1.0");

    assertThat(find(text(in("one"), "LIBRARY"))).containsExactly("Library");
    assertThat(find(text(in("one"), "ibra 1.0"))).containsExactly("Library");
    assertThat(find(text(in("one"), "brary example"))).containsExactly("Library");
    assertThat(find(text(in("one"), "\"hello\""))).containsExactly("say \"hello\"");
    assertThat(find(text(in("one"), "größ"))).containsExactly("größe");
    assertThat(find(text(in("one"), "Li"))).containsExactly("Library");
    assertThat(find(text(in("one"), "ib"))).as("short: must begin the name").isEmpty();
    assertThat(find(text(in("one"), "library nothing"))).isEmpty();
    assertThat(find(text(in("one"), "libr*"))).containsExactly("Library");
    assertThat(find(text(in("one"), "NOT OR AND"))).isEmpty();
  }

  @Test
  public void shouldFindNothingInRepositoriesThatAreNotAskedFor() throws Exception {
    put("open", "g", "library", "1");
    put("closed", "g", "library", "2");
    Asset secret = fixture.put("closed", write("secret"), "secret");

    for (SearchQuery query :
        List.of(
            in("open"),
            text(in("open"), "library"),
            where(in("open"), Field.NAME, "library"),
            where(in("open"), Field.GROUP, "g"))) {
      assertThat(fixture.find(query)).containsExactly("open g:library:1");
    }
    assertThat(fixture.findAssets(with(in("open"), secret.blob().sha256()))).isEmpty();
    assertThat(fixture.findAssets(with(in("closed"), secret.blob().sha256())))
        .containsExactly("closed secret");
    assertThat(fixture.find(in())).isEmpty();
    assertThat(fixture.find(in("none"))).isEmpty();
  }

  @Test
  public void shouldOrderAsAsked() throws Exception {
    put("b", "x", "n1", "1.9");
    put("a", "y", "n3", "1.10");
    put("a", "z", "n2", "1.2");
    put("b", "x", "n1", "1.10");

    assertThat(order(SearchOrder.GROUP))
        .containsExactly("b x:n1:1.10", "b x:n1:1.9", "a y:n3:1.10", "a z:n2:1.2");
    assertThat(order(SearchOrder.NAME))
        .containsExactly("b x:n1:1.9", "b x:n1:1.10", "a z:n2:1.2", "a y:n3:1.10");
    assertThat(order(SearchOrder.VERSION))
        .containsExactly("a z:n2:1.2", "b x:n1:1.9", "a y:n3:1.10", "b x:n1:1.10");
    assertThat(order(SearchOrder.REPOSITORY))
        .containsExactly("a y:n3:1.10", "a z:n2:1.2", "b x:n1:1.10", "b x:n1:1.9");
  }

  @Test
  public void shouldFollowEveryCommit() throws Exception {
    put("one", "g", "library", "1");
    assertThat(find(text(in("one"), "library"))).containsExactly("library");

    fixture.delete("one", "g/library/1");
    assertThat(find(text(in("one"), "library"))).isEmpty();
    assertThat(find(where(in("one"), Field.NAME, "library"))).isEmpty();

    put("one", "g", "library", "1");
    assertThat(find(text(in("one"), "library"))).containsExactly("library");
    fixture.contents.drop("one");
    assertThat(find(text(in("one"), "library"))).isEmpty();
    put("one", "g", "tool", "1");
    assertThat(find(text(in("one"), "tool"))).containsExactly("tool");
    assertThat(find(text(in("one"), "library"))).isEmpty();
  }

  @Test
  public void shouldFindByTextWhatTheIndexTookInAndWhatIsStillToCome() throws Exception {
    put("one", "g", "library", "0");
    for (int i = 1; i < TextIndex.MOST_LATE; i++) {
      assertThat(indexed()).as("taken in many at a time").isZero();
      put("one", "g", "other", Integer.toString(i));
    }
    assertThat(indexed()).isEqualTo(TextIndex.MOST_LATE);
    put("one", "g", "library", "late");
    assertThat(indexed()).isEqualTo(TextIndex.MOST_LATE);

    assertThat(find(text(in("one"), "library"))).containsExactly("library", "library");
    assertThat(find(where(in("one"), Field.NAME, "*brar*"))).containsExactly("library", "library");

    fixture.delete("one", "g/library/0");
    fixture.delete("one", "g/library/late");
    assertThat(find(text(in("one"), "library"))).isEmpty();
    assertThat(indexed()).as("what was deleted is not in the index").isEqualTo(127);
    put("one", "g", "library", "again");
    assertThat(find(text(in("one"), "library"))).containsExactly("library");
  }

  @Test
  public void shouldTakeInWhatWasThereBeforeTheIndex() throws Exception {
    fixture.search.close();
    put("one", "g", "before", "1.5");
    fixture.database.write(
        handle -> {
          handle.execute("UPDATE component SET version_key = NULL");
          return handle.execute("DELETE FROM component_text");
        });
    fixture.search = new ComponentSearch(fixture.database);
    fixture.search.texts().caughtUp().get();

    assertThat(find(text(in("one"), "before"))).containsExactly("before");
    assertThat(find(by(in("one"), SearchOrder.VERSION, false))).containsExactly("before");
  }

  @Test
  public void shouldFindAssetsByChecksums() throws Exception {
    Asset first = fixture.put("one", write("a/first").in(new Component("", "n", "1")), "same");
    fixture.put("one", write("layer"), "same");
    fixture.put("two", write("b"), "same");
    fixture.put("two", write("c"), "other");

    for (DigestAlgorithm algorithm : List.of(DigestAlgorithm.SHA256, DigestAlgorithm.SHA1)) {
      assertThat(
              fixture.findAssets(
                  with(in("two", "one"), first.blob().digest(algorithm).orElseThrow())))
          .containsExactly("one a/first", "one layer", "two b");
    }
    assertThat(fixture.find(with(in("one", "two"), first.blob().sha256())))
        .containsExactly("one :n:1");
    assertThat(
            fixture.findAssets(
                where(with(in("one", "two"), first.blob().sha256()), Field.NAME, "n")))
        .containsExactly("one a/first");
  }

  @Test
  public void shouldTellOfAllAssetsOfAComponentOverPages() throws Exception {
    for (int i = 0; i < 5; i++) {
      fixture.put("one", "g/first/" + i, new Component("g", "first", "1"));
      fixture.put("one", "g/second/" + i, new Component("g", "second", "1"));
    }
    assertThat(fixture.findAssets(in("one")))
        .containsExactly(
            "one g/first/0",
            "one g/first/1",
            "one g/first/2",
            "one g/first/3",
            "one g/first/4",
            "one g/second/0",
            "one g/second/1",
            "one g/second/2",
            "one g/second/3",
            "one g/second/4");
    ComponentView component = fixture.search.components(in("one")).items().get(0);
    assertThat(component.assets()).hasSize(5);
    assertThat(fixture.search.component("one", component.id())).contains(component);
    assertThat(fixture.search.component("two", component.id())).isEmpty();
  }

  @Test
  public void shouldListAssetsByPath() throws Exception {
    fixture.put("one", write("b"), "b");
    Asset first = fixture.put("one", write("a"), "a");
    fixture.put("two", write("c"), "c");

    Page<AssetView> page = fixture.search.list("one", Cursor.START, 1);
    AssetView view = page.items().get(0);
    assertThat(view.asset()).isEqualTo(first);
    assertThat(fixture.search.asset("one", view.id())).contains(view);
    assertThat(fixture.search.asset("two", view.id())).isEmpty();
    Page<AssetView> next = fixture.search.list("one", page.next().orElseThrow(), 1);
    assertThat(next.items()).extracting(one -> one.asset().path().value()).containsExactly("b");
    assertThat(next.next()).isEmpty();
  }

  @Test
  public void shouldTellReleasesFromWhatComesBefore() throws Exception {
    put("one", "g", "a", "1.0-SNAPSHOT");
    put("one", "g", "a", "1.0");
    put("one", "g", "b", "2.0.0-rc.1");
    put("one", "g", "c", "");

    assertThat(fixture.find(in("one").only(ReleaseType.PRERELEASES)))
        .containsExactly("one g:a:1.0-SNAPSHOT", "one g:b:2.0.0-rc.1");
    assertThat(fixture.find(in("one").only(ReleaseType.RELEASES)))
        .containsExactly("one g:a:1.0", "one g:c:");
    Asset before = fixture.put("one", "x", new Component("g", "d", "3.0-M1"));
    SearchQuery its = with(in("one"), before.blob().sha256());
    assertThat(fixture.findAssets(its.only(ReleaseType.PRERELEASES))).containsExactly("one x");
    assertThat(fixture.findAssets(its.only(ReleaseType.RELEASES))).isEmpty();
  }

  @Test
  public void shouldRefuseACursorOfAnotherSearch() throws Exception {
    put("one", "g", "a", "1");
    put("one", "g", "b", "1");
    put("one", "g", "c", "1");
    Cursor cursor = fixture.search.components(in("one")).next().orElseThrow();

    for (Cursor wrong : List.of(cursor, Cursor.after("x"), Cursor.after("!"))) {
      SearchQuery query =
          new SearchQuery(
              List.of("one"), List.of(), List.of(), "", SearchOrder.NAME, false, wrong, 2);
      assertThatThrownBy(() -> fixture.search.components(query))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("continuationToken: '" + wrong.after());
    }
  }

  private void put(String repository, String group, String name, String version)
      throws IOException {
    fixture.put(
        repository, group + "/" + name + "/" + version, new Component(group, name, version));
  }

  private int indexed() throws IOException {
    return fixture.database.read(
        handle ->
            handle
                .createQuery("SELECT count(*) FROM component_text_docsize")
                .map((row, context) -> row.getInt(1))
                .one());
  }

  private List<String> order(SearchOrder order) throws Exception {
    List<String> up = fixture.find(by(in("a", "b"), order, false));
    List<String> down = new ArrayList<>(fixture.find(by(in("a", "b"), order, true)));
    Collections.reverse(down);
    assertThat(down).isEqualTo(up);
    return up;
  }

  private List<String> find(SearchQuery query) throws Exception {
    return fixture.find(query).stream().map(line -> line.split(":", -1)[1]).toList();
  }
}
