package io.entrepot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Node;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** What every content store does: listings, flat and by folder. */
public abstract class ContentStoreListingContract extends ContentStoreSuite {

  /** Sorts behind all of the basic plane in UTF-8, but before some of it in Java's strings. */
  private static final String SMILE = "\uD83D\uDE00";

  private static final String WIDE = "\uFF21";

  @Test
  public void shouldListInBinaryOrder() throws IOException {
    fill("b", "a/b", "a-b", "a.b", "B", "a", SMILE, WIDE, "a/B");

    assertThat(listed(AssetPath.ROOT))
        .containsExactly("B", "a", "a-b", "a.b", "a/B", "a/b", "b", WIDE, SMILE);
  }

  @Test
  public void shouldListOnlyWhatIsBelowTheFolder() throws IOException {
    fill("a", "a/b", "a/c/d/e", "ab", "a-b", "A/b", "a%/x", "b");

    assertThat(listed(AssetPath.of("a"))).containsExactly("a/b", "a/c/d/e");
    assertThat(listed(AssetPath.of("a%"))).containsExactly("a%/x");
    assertThat(listed(AssetPath.of("_"))).isEmpty();
    assertThat(listed(AssetPath.of("a/b"))).isEmpty();
  }

  @Test
  public void shouldListInPages() throws IOException {
    fill("a/1", "a/2", "a/3", "a/4");

    Page<Asset> first = store.list(AssetPath.of("a"), Cursor.START, 2);
    Page<Asset> second = store.list(AssetPath.of("a"), first.next().orElseThrow(), 2);

    assertThat(first.items()).extracting(asset -> asset.path().name()).containsExactly("1", "2");
    assertThat(second.items()).extracting(asset -> asset.path().name()).containsExactly("3", "4");
    assertThat(second.next()).isEmpty();
  }

  @Test
  public void shouldListBehindAPathThatIsNotThere() throws IOException {
    fill("a", "c");

    assertThat(store.list(AssetPath.ROOT, Cursor.after("b"), 10).items())
        .extracting(asset -> asset.path().value())
        .containsExactly("c");
  }

  @Test
  public void shouldBrowseWhatIsDirectlyInAFolder() throws IOException {
    fill("docs/guide.txt", "docs/old/1.txt", "docs/old/deep/2.txt", "docsets/x", "top");

    assertThat(browsed(AssetPath.ROOT)).containsExactly("docs/", "docsets/", "top");
    assertThat(browsed(AssetPath.of("docs"))).containsExactly("guide.txt", "old/");
    assertThat(browsed(AssetPath.of("docs/old"))).containsExactly("1.txt", "deep/");
    assertThat(browsed(AssetPath.of("docs/guide.txt"))).isEmpty();
    assertThat(browsed(AssetPath.of("none"))).isEmpty();
  }

  @Test
  public void shouldBrowseNamesWithoutRegardToCaseFirst() throws IOException {
    fill("b", "A", "a", "C/x", "_", "Z", SMILE, WIDE);

    assertThat(browsed(AssetPath.ROOT)).containsExactly("_", "A", "a", "b", "C/", "Z", WIDE, SMILE);
  }

  @Test
  public void shouldShowAFolderAndAnAssetOfOneNameOnce() throws IOException {
    fill("a", "a/b");

    List<Node> nodes = store.browse(AssetPath.ROOT, Cursor.START, 10).items();

    assertThat(nodes).hasSize(1);
    assertThat(nodes.get(0).folder()).isTrue();
    assertThat(nodes.get(0).asset()).isEqualTo(store.find(AssetPath.of("a")));
  }

  @Test
  public void shouldForgetAFolderWithItsLastAsset() throws IOException {
    fill("a/b/c", "a/b/d", "a/e", "f", "f/g");
    store.commit(ChangeSet.empty().delete(AssetPath.of("a/b/c")).delete(AssetPath.of("f")));
    assertThat(browsed(AssetPath.ROOT)).containsExactly("a/", "f/");
    assertThat(browsed(AssetPath.of("a"))).containsExactly("b/", "e");

    store.commit(ChangeSet.empty().delete(AssetPath.of("a/b/d")).delete(AssetPath.of("f/g")));

    assertThat(browsed(AssetPath.of("a/b"))).isEmpty();
    assertThat(browsed(AssetPath.of("a"))).containsExactly("e");
    assertThat(browsed(AssetPath.ROOT)).containsExactly("a/");
  }

  @Test
  public void shouldBrowseInPages() throws IOException {
    fill("a/1", "B", "b/1", "b/2", "c");
    List<String> names = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    Optional<Cursor> next = Optional.of(Cursor.START);

    while (next.isPresent()) {
      Page<Node> page = store.browse(AssetPath.ROOT, next.get(), 2);
      page.items().forEach(node -> names.add(node.name()));
      sizes.add(page.items().size());
      next = page.next();
    }

    assertThat(names).containsExactly("a", "B", "b", "c");
    assertThat(sizes).containsExactly(2, 2);
  }

  @Test
  public void shouldRefuseLimitsThatAreNone() {
    for (int limit : new int[] {-1, 0, 10_001}) {
      assertThatThrownBy(() -> store.list(AssetPath.ROOT, Cursor.START, limit))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.browse(AssetPath.ROOT, Cursor.START, limit))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.records("kind").list("", Cursor.START, limit))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private void fill(String... paths) throws IOException {
    for (String path : paths) {
      TestBytes.put(store, path, "at " + path);
    }
  }

  private List<String> listed(AssetPath folder) throws IOException {
    return store.list(folder, Cursor.START, 10_000).items().stream()
        .map(asset -> asset.path().value())
        .toList();
  }

  private List<String> browsed(AssetPath folder) throws IOException {
    return store.browse(folder, Cursor.START, 10_000).items().stream()
        .map(node -> node.folder() ? node.name() + "/" : node.name())
        .toList();
  }
}
