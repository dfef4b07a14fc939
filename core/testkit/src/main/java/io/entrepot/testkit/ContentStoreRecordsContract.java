package io.entrepot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.FormatRecord;
import io.entrepot.spi.content.MissingReferenceException;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.util.List;
import org.junit.Test;

/** What every content store does: a format's own records. */
public abstract class ContentStoreRecordsContract extends ContentStoreSuite {

  @Test
  public void shouldFindARecord() throws IOException {
    store.commit(ChangeSet.empty().record("tag", "app:1", "{\"a\":\"ü\"}"));

    assertThat(store.records("tag").find("app:1"))
        .contains(new FormatRecord("app:1", "{\"a\":\"ü\"}"));
    assertThat(store.records("tag").find("app:2")).isEmpty();
    assertThat(store.records("image").find("app:1")).isEmpty();
  }

  @Test
  public void shouldReplaceARecord() throws IOException {
    store.commit(ChangeSet.empty().record("tag", "a", "1"));
    store.commit(ChangeSet.empty().record("tag", "a", "2"));

    assertThat(keys("")).containsExactly("a");
    assertThat(store.records("tag").find("a").map(FormatRecord::json)).contains("2");
  }

  @Test
  public void shouldDeleteARecord() throws IOException {
    store.commit(ChangeSet.empty().record("tag", "a", "1").record("other", "a", "1"));

    store.commit(ChangeSet.empty().deleteRecord("tag", "a").deleteRecord("tag", "none"));

    assertThat(store.records("tag").find("a")).isEmpty();
    assertThat(store.records("other").find("a")).isPresent();
  }

  @Test
  public void shouldListKeysInBinaryOrder() throws IOException {
    for (String key : List.of("b", "a", "B", "\uD83D\uDE00", "\uFF21", "a-", "a/", "aa")) {
      store.commit(ChangeSet.empty().record("tag", key, "{}"));
    }

    assertThat(keys("")).containsExactly("B", "a", "a-", "a/", "aa", "b", "\uFF21", "\uD83D\uDE00");
  }

  @Test
  public void shouldListKeysOfAPrefixAlone() throws IOException {
    for (String key :
        List.of("app_1", "app-1", "app%1", "App_1", "app", "ap", "apq", "app\uFFFD")) {
      store.commit(ChangeSet.empty().record("tag", key, "{}"));
    }

    assertThat(keys("app")).containsExactly("app", "app%1", "app-1", "app_1", "app\uFFFD");
    assertThat(keys("app_")).containsExactly("app_1");
    assertThat(keys("app%")).containsExactly("app%1");
    assertThat(keys("zzz")).isEmpty();
  }

  @Test
  public void shouldListInPages() throws IOException {
    for (String key : List.of("a:1", "a:2", "a:3", "a:4", "b:1")) {
      store.commit(ChangeSet.empty().record("tag", key, "{}"));
    }

    Page<FormatRecord> first = store.records("tag").list("a:", Cursor.START, 2);
    Page<FormatRecord> second = store.records("tag").list("a:", first.next().orElseThrow(), 2);
    Page<FormatRecord> between = store.records("tag").list("a:", Cursor.after("a:22"), 10);

    assertThat(first.items()).extracting(FormatRecord::key).containsExactly("a:1", "a:2");
    assertThat(second.items()).extracting(FormatRecord::key).containsExactly("a:3", "a:4");
    assertThat(second.next()).isEmpty();
    assertThat(between.items()).extracting(FormatRecord::key).containsExactly("a:3", "a:4");
  }

  @Test
  public void shouldTakeARecordAwayWithItsOwner() throws IOException {
    TestBytes.put(store, "a", "1");
    TestBytes.put(store, "b", "1");
    store.commit(
        ChangeSet.empty()
            .record("tag", "of a", "{}", AssetPath.of("a"))
            .record("tag", "of b", "{}", AssetPath.of("b"))
            .record("tag", "of nobody", "{}"));

    store.commit(ChangeSet.empty().delete(AssetPath.of("a")));

    assertThat(keys("")).containsExactly("of b", "of nobody");
  }

  @Test
  public void shouldKeepARecordWhenItsOwnerIsReplaced() throws IOException {
    TestBytes.put(store, "a", "1");
    store.commit(ChangeSet.empty().record("tag", "of a", "{}", AssetPath.of("a")));

    TestBytes.put(store, "a", "2");

    assertThat(keys("")).containsExactly("of a");
  }

  @Test
  public void shouldGiveARecordToAnotherOwner() throws IOException {
    TestBytes.put(store, "a", "1");
    TestBytes.put(store, "b", "1");
    store.commit(ChangeSet.empty().record("tag", "k", "1", AssetPath.of("a")));

    store.commit(ChangeSet.empty().record("tag", "k", "2", AssetPath.of("b")));
    store.commit(ChangeSet.empty().delete(AssetPath.of("a")));
    assertThat(keys("")).containsExactly("k");
    store.commit(ChangeSet.empty().delete(AssetPath.of("b")));

    assertThat(keys("")).isEmpty();
  }

  @Test
  public void shouldTakeOwnersInAnyOrder() throws IOException {
    AssetWrite write = AssetWrite.of(AssetPath.of("a"), "text/plain");

    store.commit(
        ChangeSet.empty()
            .record("tag", "of a", "{}", AssetPath.of("a"))
            .put(write, TestBytes.staged(store, "1")));

    assertThat(keys("")).containsExactly("of a");
  }

  @Test
  public void shouldRefuseAnOwnerThatIsNotThere() throws IOException {
    ChangeSet change = ChangeSet.empty().record("tag", "k", "{}", AssetPath.of("none"));

    assertThatThrownBy(() -> store.commit(change))
        .isInstanceOfSatisfying(
            MissingReferenceException.class,
            e -> assertThat(e.missing()).containsOnly(AssetPath.of("none")));

    assertThat(keys("")).isEmpty();
  }

  @Test
  public void shouldKeepARecordWhileSomethingIsBelow() throws IOException {
    TestBytes.put(store, "images/app/1", "1");
    TestBytes.put(store, "images/app/2", "1");
    TestBytes.put(store, "images/app2/1", "1");
    store.commit(ChangeSet.empty().record("tag", "app", "{}"));

    store.commit(deleting("images/app/1"));
    assertThat(keys("")).containsExactly("app");
    store.commit(deleting("images/app/2"));

    assertThat(keys("")).isEmpty();
  }

  private static ChangeSet deleting(String path) {
    return ChangeSet.empty()
        .delete(AssetPath.of(path))
        .deleteRecordUnlessBelow("tag", "app", AssetPath.of("images/app"));
  }

  private List<String> keys(String prefix) throws IOException {
    return store.records("tag").list(prefix, Cursor.START, 10_000).items().stream()
        .map(FormatRecord::key)
        .toList();
  }
}
