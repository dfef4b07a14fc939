package io.entrepot.engine.content;

import static io.entrepot.engine.content.ContentFixture.put;
import static io.entrepot.engine.content.ContentFixture.stage;
import static io.entrepot.engine.content.ContentFixture.text;
import static io.entrepot.engine.content.ContentFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.BlobStoreLimits;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.ByteRange;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Commit;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.FormatRecord;
import io.entrepot.spi.content.MissingBlobException;
import io.entrepot.spi.content.MissingReferenceException;
import io.entrepot.spi.content.Node;
import io.entrepot.spi.content.Precondition;
import io.entrepot.spi.content.PreconditionFailedException;
import io.entrepot.spi.content.StoredBlob;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class RepositoryContentTest {

  @Rule public final ContentFixture fixture = new ContentFixture();

  private ContentStore content;

  @Before
  public void open() {
    content = fixture.content("files");
  }

  @Test
  public void shouldFindWhatWasPut() throws IOException {
    Component component = new Component("g", "n", "1");
    Staged staged = stage(content, "hello", UploadHint.none().digesting(DigestAlgorithm.SHA1));
    Commit commit =
        content.commit(
            ChangeSet.empty().put(write("a/b.txt").with(Map.of("k", "v")).in(component), staged));

    Asset asset = content.find(AssetPath.of("a/b.txt")).orElseThrow();
    assertThat(asset).isEqualTo(commit.written().get(0));
    assertThat(asset.attributes()).containsEntry("k", "v");
    assertThat(asset.component()).contains(component);
    assertThat(asset.blob().digest(DigestAlgorithm.SHA1)).isPresent();
    assertThat(text(content, "a/b.txt")).isEqualTo("hello");
    assertThat(content.find(AssetPath.of("a"))).isEmpty();
  }

  @Test
  public void shouldKeepEverythingOverARestart() throws IOException {
    Asset asset = put(content, "a", "hello");
    fixture.reopen();
    content = fixture.content("files");
    assertThat(content.find(AssetPath.of("a"))).contains(asset);
    assertThat(text(content, "a")).isEqualTo("hello");
  }

  @Test
  public void shouldKeepCreationAndCountsWhenOverwriting() throws IOException {
    Asset first = put(content, "a", "hello");
    Asset second = put(content, "a", "hello you");
    assertThat(second.created()).isEqualTo(first.created());
    assertThat(fixture.contents().totals("files").size()).isEqualTo(9);
    put(content, "b", "hello you");
    assertThat(fixture.contents().totals("files").size()).isEqualTo(18);
    content.commit(ChangeSet.empty().delete(AssetPath.of("a")).delete(AssetPath.of("no")));
    assertThat(fixture.contents().totals("files").size()).isEqualTo(9);
    assertThat(content.find(AssetPath.of("a"))).isEmpty();
  }

  @Test
  public void shouldKeepEqualContentOnce() throws IOException {
    Asset one = put(content, "a", "same");
    Asset other = put(fixture.content("others"), "b", "same");
    assertThat(other.blob()).isEqualTo(one.blob());
    assertThat(fixture.files()).hasSize(1);
    assertThat(fixture.stores().find("default").orElseThrow().blobs()).isEqualTo(1);
    assertThat(fixture.stores().find("default").orElseThrow().size()).isEqualTo(4);
  }

  @Test
  public void shouldHealABlobWhoseFileIsGoneOrCutOff() throws IOException {
    put(content, "a", "same");
    Files.write(fixture.files().get(0), new byte[] {1});
    put(content, "b", "same");
    assertThat(text(content, "a")).isEqualTo("same");
    Files.delete(fixture.files().get(0));
    put(content, "c", "same");
    assertThat(text(content, "a")).isEqualTo("same");
    assertThat(text(content, "b")).isEqualTo("same");
    assertThat(fixture.files()).hasSize(1);
  }

  @Test
  public void shouldNotMakeAStoreAnewThatIsNotMounted() throws IOException {
    put(content, "a", "kept elsewhere");
    Path blobs = fixture.data().resolve("blobs/default/blobs");
    Path away = fixture.data().resolve("away");
    Files.move(blobs, away);
    fixture.reopen();
    assertThat(fixture.stores().problem("default"))
        .hasValueSatisfying(problem -> assertThat(problem).contains("1 blobs is not there"));
    assertThatThrownBy(() -> fixture.content("files")).hasMessageContaining("not there");
    assertThat(blobs).doesNotExist();
    Files.move(away, blobs);
    fixture.reopen();
    assertThat(text(fixture.content("files"), "a")).isEqualTo("kept elsewhere");
  }

  @Test
  public void shouldTakeOneUploadForSeveralAssets() throws IOException {
    Staged staged = stage(content, "twice");
    content.commit(ChangeSet.empty().put(write("a"), staged).put(write("b"), staged));
    assertThat(text(content, "a")).isEqualTo("twice");
    assertThat(text(content, "b")).isEqualTo("twice");
  }

  @Test
  public void shouldRemoveUploadsOfACommitThatFails() throws IOException {
    Staged staged = stage(content, "hello");
    assertThat(fixture.files()).hasSize(1);
    assertThatThrownBy(
            () ->
                content.commit(
                    ChangeSet.empty()
                        .put(write("a"), staged)
                        .put(write("b").onlyIf(Precondition.PRESENT), staged)))
        .isInstanceOf(PreconditionFailedException.class)
        .hasMessageContaining("'b'");
    assertThat(fixture.files()).isEmpty();
    assertThat(content.find(AssetPath.of("a"))).isEmpty();
    assertThat(fixture.stores().find("default").orElseThrow().blobs()).isZero();
  }

  @Test
  public void shouldKeepAnUploadThatIsCommittedWhenItsNextCommitFails() throws IOException {
    Staged staged = stage(content, "hello");
    content.commit(ChangeSet.empty().put(write("a"), staged));
    ChangeSet failing = ChangeSet.empty().put(write("b").onlyIf(Precondition.PRESENT), staged);
    assertThatThrownBy(() -> content.commit(failing))
        .isInstanceOf(PreconditionFailedException.class);
    assertThat(text(content, "a")).isEqualTo("hello");
    content.commit(ChangeSet.empty().put(write("b"), staged));
    assertThat(text(content, "b")).isEqualTo("hello");
  }

  @Test
  public void shouldRefuseAnUploadThatAFailedCommitTookAlong() throws IOException {
    Staged staged = stage(content, "hello");
    ChangeSet failing = ChangeSet.empty().put(write("a").onlyIf(Precondition.PRESENT), staged);
    assertThatThrownBy(() -> content.commit(failing))
        .isInstanceOf(PreconditionFailedException.class);
    assertThatThrownBy(() -> content.commit(ChangeSet.empty().put(write("a"), staged)))
        .isInstanceOf(MissingBlobException.class);
  }

  @Test
  public void shouldNameAllThatIsMissing() throws IOException {
    put(content, "there", "x");
    Set<AssetPath> needed =
        Set.of(AssetPath.of("there"), AssetPath.of("no"), AssetPath.of("neither"));
    assertThatThrownBy(
            () ->
                content.commit(
                    ChangeSet.empty()
                        .put(write("a").referring(needed), stage(content, "m"))
                        .record("kind", "key", "{}", AssetPath.of("nor this"))))
        .isInstanceOfSatisfying(
            MissingReferenceException.class,
            e ->
                assertThat(e.missing())
                    .containsExactlyInAnyOrder(
                        AssetPath.of("no"), AssetPath.of("neither"), AssetPath.of("nor this")));
  }

  @Test
  public void shouldAcceptReferencesAndOwnersThatComeLaterInTheSet() throws IOException {
    content.commit(
        ChangeSet.empty()
            .record("kind", "key", "{}", AssetPath.of("a"))
            .put(write("a").referring(Set.of(AssetPath.of("b"))), stage(content, "m"))
            .put(write("b"), stage(content, "layer")));
    assertThat(content.records("kind").find("key")).isPresent();
    content.commit(ChangeSet.empty().delete(AssetPath.of("b")).delete(AssetPath.of("a")));
    assertThat(content.records("kind").find("key")).isEmpty();
  }

  @Test
  public void shouldGiveBlobsOfThisRepositoryAlone() throws IOException {
    Asset asset = put(content, "a", "hello");
    Digest digest = asset.blob().sha256();
    assertThat(content.blob(digest)).contains(asset.blob());
    assertThat(fixture.content("others").blob(digest)).isEmpty();
    content.commit(ChangeSet.empty().delete(AssetPath.of("a")));
    assertThat(content.blob(digest)).isEmpty();
  }

  @Test
  public void shouldFindBlobsByEveryChecksumThatWasComputed() throws IOException {
    Staged staged =
        stage(
            content,
            "hello",
            UploadHint.none()
                .digesting(DigestAlgorithm.SHA512, DigestAlgorithm.MD5, DigestAlgorithm.SHA1));
    put(content, "first without them", "hello");
    content.commit(ChangeSet.empty().put(write("a"), staged));
    for (Digest digest : staged.digests().values()) {
      assertThat(content.blob(digest)).as(digest.toString()).isPresent();
    }
  }

  @Test
  public void shouldListInBinaryOrder() throws IOException {
    for (String path : List.of("b", "a/x", "a-b", "a/é", "a/y/z", "a", "a/\uD83D\uDE00", "B")) {
      put(content, path, path);
    }
    assertThat(paths(content.list(AssetPath.ROOT, Cursor.START, 100)))
        .containsExactly("B", "a", "a-b", "a/x", "a/y/z", "a/é", "a/\uD83D\uDE00", "b");
    Page<Asset> page = content.list(AssetPath.of("a"), Cursor.START, 2);
    assertThat(paths(page)).containsExactly("a/x", "a/y/z");
    page = content.list(AssetPath.of("a"), page.next().orElseThrow(), 2);
    assertThat(paths(page)).containsExactly("a/é", "a/\uD83D\uDE00");
    assertThat(page.next()).isEmpty();
  }

  @Test
  public void shouldBrowseWithoutRegardToCaseFirst() throws IOException {
    for (String path : List.of("f/b", "f/B", "f/a/1", "f/a/2", "f/a", "f/C/d/e", "x")) {
      put(content, path, path);
    }
    Page<Node> page = content.browse(AssetPath.of("f"), Cursor.START, 2);
    assertThat(page.items()).extracting(Node::name).containsExactly("a", "B");
    assertThat(page.items().get(0).folder()).isTrue();
    assertThat(page.items().get(0).asset()).isPresent();
    page = content.browse(AssetPath.of("f"), page.next().orElseThrow(), 2);
    assertThat(page.items()).extracting(Node::name).containsExactly("b", "C");
    assertThat(page.items().get(1).asset()).isEmpty();
    assertThat(page.next()).isEmpty();
  }

  @Test
  public void shouldLetAFolderVanishWithTheLastThingInIt() throws IOException {
    put(content, "a/b/c", "x");
    put(content, "a/b", "y");
    content.commit(ChangeSet.empty().delete(AssetPath.of("a/b/c")));
    assertThat(content.browse(AssetPath.of("a"), Cursor.START, 9).items())
        .extracting(Node::folder)
        .containsExactly(false);
    content.commit(ChangeSet.empty().delete(AssetPath.of("a/b")));
    assertThat(content.browse(AssetPath.ROOT, Cursor.START, 9).items()).isEmpty();
  }

  @Test
  public void shouldListRecordsByPrefix() throws IOException {
    ChangeSet changes = ChangeSet.empty();
    for (String key : List.of("tag/a", "tag/b", "tag/c", "tagged", "other")) {
      changes = changes.record("kind", key, "\"" + key + "\"");
    }
    content.commit(changes.record("another", "tag/a", "1"));
    Page<FormatRecord> page = content.records("kind").list("tag/", Cursor.START, 2);
    assertThat(page.items()).extracting(FormatRecord::key).containsExactly("tag/a", "tag/b");
    page = content.records("kind").list("tag/", page.next().orElseThrow(), 2);
    assertThat(page.items()).extracting(FormatRecord::key).containsExactly("tag/c");
    assertThat(page.next()).isEmpty();
    assertThat(content.records("kind").list("", Cursor.after("tag/b"), 9).items())
        .extracting(FormatRecord::key)
        .containsExactly("tag/c", "tagged");
    assertThat(content.records("kind").list("tag/", Cursor.after("a"), 9).items()).hasSize(3);
  }

  @Test
  public void shouldRemoveARecordUnlessSomethingIsBelow() throws IOException {
    content.commit(
        ChangeSet.empty().record("image", "i", "{}").put(write("i/a"), stage(content, "x")));
    ChangeSet remove = ChangeSet.empty().deleteRecordUnlessBelow("image", "i", AssetPath.of("i"));
    content.commit(remove);
    assertThat(content.records("image").find("i")).isPresent();
    content.commit(
        ChangeSet.empty()
            .delete(AssetPath.of("i/a"))
            .deleteRecordUnlessBelow("image", "i", AssetPath.of("i")));
    assertThat(content.records("image").find("i")).isEmpty();
  }

  @Test
  public void shouldResumeUploadsOfThisRepositoryAlone() throws IOException {
    String id;
    try (BlobUpload upload = content.upload(UploadHint.none().labelled("app"))) {
      id = upload.id();
      upload.write(ByteBuffer.wrap(new byte[] {1, 2}));
    }
    assertThat(fixture.content("others").upload(id)).isEmpty();
    fixture.reopen();
    content = fixture.content("files");
    try (BlobUpload upload = content.upload(id).orElseThrow()) {
      assertThat(upload.label()).isEqualTo("app");
      assertThat(upload.size()).isEqualTo(2);
      upload.cancel();
    }
    assertThat(content.upload(id)).isEmpty();
  }

  @Test
  public void shouldForgetADroppedRepository() throws IOException {
    Asset asset = put(content, "a", "hello");
    fixture.contents().drop("files");
    assertThat(fixture.contents().totals("files").size()).isZero();
    ContentStore again = fixture.content("files");
    assertThat(again.find(AssetPath.of("a"))).isEmpty();
    assertThat(again.blob(asset.blob().sha256())).isEmpty();
    assertThatThrownBy(() -> put(content, "b", "late"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'files' was removed");
  }

  @Test
  public void shouldOpenARange() throws IOException {
    Asset asset = put(content, "a", "0123456789");
    try (ReadableByteChannel channel = fixture.contents().open(asset.blob(), new ByteRange(3, 4))) {
      ByteBuffer bytes = ByteBuffer.allocate(100);
      while (channel.read(bytes) >= 0) {}
      assertThat(new String(bytes.array(), 0, bytes.position(), "UTF-8")).isEqualTo("3456");
    }
  }

  private static List<String> paths(Page<Asset> page) {
    return page.items().stream().map(asset -> asset.path().value()).toList();
  }

  @Test
  public void shouldShareBytesOfAnotherRepositoryInItsStore() throws IOException {
    Asset lent = put(fixture.content("lender"), "a", "hello");

    fixture.contents().bring("files", "default", lent.blob(), write("b"));

    assertThat(content.find(AssetPath.of("b")).orElseThrow().blob()).isEqualTo(lent.blob());
    fixture.content("lender").commit(ChangeSet.empty().delete(AssetPath.of("a")));
    assertThat(text(content, "b")).isEqualTo("hello");
    assertThat(fixture.files()).hasSize(1);
  }

  @Test
  public void shouldCopyBytesOfAnotherRepositoryFromAnotherStore() throws Exception {
    fixture.stores().create("other", "other", BlobStoreLimits.NONE);
    ContentStore lender = fixture.contents().of("lender", "other");
    Staged staged = stage(lender, "hello", UploadHint.none().digesting(DigestAlgorithm.SHA512));
    lender.commit(ChangeSet.empty().put(write("a"), staged));
    Asset lent = lender.find(AssetPath.of("a")).orElseThrow();

    fixture.contents().bring("files", "default", lent.blob(), write("b"));

    Asset brought = content.find(AssetPath.of("b")).orElseThrow();
    assertThat(brought.blob().store()).isEqualTo("default");
    assertThat(brought.blob().digests()).isEqualTo(lent.blob().digests());
    assertThat(text(content, "b")).isEqualTo("hello");
  }

  @Test
  public void shouldBringNothingThatIsGone() throws IOException {
    Asset lent = put(fixture.content("lender"), "a", "hello");
    StoredBlob never =
        new StoredBlob(
            "default",
            lent.blob().id(),
            5,
            Map.of(DigestAlgorithm.SHA256, new Digest(DigestAlgorithm.SHA256, "0".repeat(64))));

    assertThatThrownBy(() -> fixture.contents().bring("files", "default", never, write("b")))
        .isInstanceOf(MissingBlobException.class);
    assertThat(content.find(AssetPath.of("b"))).isEmpty();
  }
}
