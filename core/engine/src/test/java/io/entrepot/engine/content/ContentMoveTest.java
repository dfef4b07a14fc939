package io.entrepot.engine.content;

import static io.entrepot.engine.content.ContentFixture.put;
import static io.entrepot.engine.content.ContentFixture.stage;
import static io.entrepot.engine.content.ContentFixture.text;
import static io.entrepot.engine.content.ContentFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.BlobStoreLimits;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.blob.StorageFullException;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.StoredBlob;
import io.entrepot.spi.page.Cursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class ContentMoveTest {

  @Rule public final ContentFixture fixture = new ContentFixture();

  private ContentStore content;

  @Before
  public void makeStores() throws Exception {
    fixture.stores().create("other", "other", BlobStoreLimits.NONE);
    content = fixture.content("files");
  }

  @Test
  public void shouldBringAllBytesIntoTheOtherStore() throws Exception {
    ChangeSet files = ChangeSet.empty();
    for (int i = 0; i < 11; i++) {
      String text = i == 10 ? "shared by many" : "text " + i;
      StoredBlob blob = put(content, "first/" + i, text).blob();
      for (int j = 0; j < (i == 10 ? 499 : 59); j++) {
        files = files.link(write("file/" + i + "/" + j), blob);
      }
    }
    content.commit(files);
    put(fixture.content("neighbour"), "kept", "shared by many");

    ContentMove.Moved moved = move();

    assertThat(moved).isEqualTo(new ContentMove.Moved(1_100, 11, 14 + 10 * 6, List.of()));
    for (Asset asset : content.list(AssetPath.ROOT, Cursor.START, 2_000).items()) {
      assertThat(asset.blob().store()).isEqualTo("other");
    }
    assertThat(text(content, "file/10/0")).isEqualTo("shared by many");
    assertThat(text(content, "file/9/7")).isEqualTo("text 9");
    assertThat(fixture.content("neighbour").find(AssetPath.of("kept")).orElseThrow().blob().store())
        .isEqualTo("default");
    assertThat(count("SELECT count(*) FROM blob WHERE store = 'default' AND assets > 0"))
        .isEqualTo(1);
    assertCountersAreRight();
    assertThat(move()).isEqualTo(new ContentMove.Moved(0, 0, 0, List.of()));
  }

  @Test
  public void shouldKeepAllChecksums() throws Exception {
    content.commit(
        ChangeSet.empty()
            .put(
                write("a"),
                stage(content, "text", UploadHint.none().digesting(DigestAlgorithm.MD5))));
    StoredBlob before = blob("a");
    move();
    assertThat(blob("a").digests()).isEqualTo(before.digests());
    assertThat(blob("a").digest(DigestAlgorithm.MD5)).isPresent();
  }

  @Test
  public void shouldUseWhatTheOtherStoreHas() throws Exception {
    ContentStore there = fixture.contents().of("there", "other");
    put(there, "a", "same");
    put(content, "b", "same");

    assertThat(move()).isEqualTo(new ContentMove.Moved(1, 0, 0, List.of()));
    assertThat(blob("b")).isEqualTo(there.find(AssetPath.of("a")).orElseThrow().blob());
    assertCountersAreRight();
  }

  @Test
  public void shouldReplaceWhatTheOtherStoreHasButBroken() throws Exception {
    ContentStore there = fixture.contents().of("there", "other");
    put(there, "a", "same");
    StoredBlob broken = there.find(AssetPath.of("a")).orElseThrow().blob();
    Files.delete(file("other", broken));
    put(content, "b", "same");

    assertThat(move()).isEqualTo(new ContentMove.Moved(1, 1, 4, List.of()));
    assertThat(text(content, "b")).isEqualTo("same");
    assertThat(text(there, "a")).isEqualTo("same");
  }

  @Test
  public void shouldLeaveAndNameWhatCannotBeRead() throws Exception {
    put(content, "a", "whole");
    put(content, "b", "flipped");
    put(content, "c", "gone");
    put(content, "d", "whole too");
    StoredBlob flipped = blob("b");
    StoredBlob gone = blob("c");
    Files.writeString(file("default", flipped), "FLIPPED");
    Files.delete(file("default", gone));

    ContentMove.Moved moved = move();

    assertThat(moved.assets()).isEqualTo(2);
    assertThat(moved.left()).hasSize(2);
    assertThat(String.join(" ", moved.left()))
        .contains(flipped.id().value(), gone.id().value(), "'default'");
    assertThat(blob("b")).isEqualTo(flipped);
    assertThat(blob("d").store()).isEqualTo("other");
    assertThat(files("other")).isEqualTo(2);
    assertCountersAreRight();
  }

  @Test
  public void shouldBreakOffWhereThereIsNoRoomAndGoOnLater() throws Exception {
    put(content, "a", "x".repeat(600));
    put(content, "b", "y".repeat(600));
    fixture
        .stores()
        .update("other", "other", new BlobStoreLimits(Optional.empty(), OptionalLong.of(1_000)));

    assertThatThrownBy(this::move).isInstanceOf(StorageFullException.class);
    assertThat(blob("a").store()).isEqualTo("other");
    assertThat(blob("b").store()).isEqualTo("default");

    fixture.stores().update("other", "other", BlobStoreLimits.NONE);
    assertThat(move()).isEqualTo(new ContentMove.Moved(1, 1, 600, List.of()));
    assertCountersAreRight();
  }

  @Test
  public void shouldStopWhenItIsToldTo() throws Exception {
    for (int i = 0; i < 5; i++) {
      put(content, "file/" + i, "text " + i);
    }
    int[] steps = {0};
    assertThatThrownBy(
            () ->
                new ContentMove(fixture.database(), fixture.stores())
                    .into(
                        "other",
                        "files",
                        (done, total) -> {
                          assertThat(total).isEqualTo(5);
                          if (++steps[0] > 3) {
                            throw new IOException("stop");
                          }
                        }))
        .hasMessage("stop");
    assertThat(count("SELECT count(*) FROM blob WHERE store = 'other'")).isEqualTo(2);
    assertThat(move().assets()).isEqualTo(3);
  }

  @Test
  public void shouldGoOnWithAnUploadThatBeganInTheOldStore() throws Exception {
    String id;
    try (BlobUpload upload = content.upload(UploadHint.none())) {
      upload.write(ByteBuffer.wrap(new byte[10]));
      id = upload.id();
    }
    ContentStore moved = fixture.contents().of("files", "other");
    move();

    try (BlobUpload upload = moved.upload(id).orElseThrow()) {
      upload.write(ByteBuffer.wrap(new byte[10]));
      moved.commit(ChangeSet.empty().put(write("late"), upload.finish()));
    }
    assertThat(blob("late").size()).isEqualTo(20);
    assertThat(blob("late").store()).isEqualTo("default");
    put(moved, "new", "new");
    assertThat(blob("new").store()).isEqualTo("other");
    assertThat(fixture.contents().of("stranger", "other").upload(id)).isEmpty();
    assertThat(move().assets()).isEqualTo(1);
    assertThat(blob("late").store()).isEqualTo("other");
    assertCountersAreRight();
  }

  @Test
  public void shouldLinkBytesThatWereMovedSinceTheyWereLookedUp() throws Exception {
    put(content, "a", "linked");
    StoredBlob before = blob("a");
    move();
    content.commit(ChangeSet.empty().link(write("b"), before));
    assertThat(blob("b")).isEqualTo(blob("a"));
    assertThat(blob("b").store()).isEqualTo("other");
  }

  private ContentMove.Moved move() throws IOException {
    return new ContentMove(fixture.database(), fixture.stores())
        .into("other", "files", (done, total) -> {});
  }

  private StoredBlob blob(String path) throws IOException {
    return content.find(AssetPath.of(path)).orElseThrow().blob();
  }

  private Path file(String store, StoredBlob blob) {
    String name = blob.id().value();
    return fixture
        .data()
        .resolve("blobs")
        .resolve(store)
        .resolve("blobs/" + name.substring(0, 2))
        .resolve(name);
  }

  private long files(String store) throws IOException {
    return fixture.stores().store(store).list(Cursor.START).items().size();
  }

  private void assertCountersAreRight() throws IOException {
    for (String wrong : KeptCountersTest.WRONG) {
      assertThat(count(wrong)).as(wrong).isZero();
    }
  }

  private long count(String sql) throws IOException {
    return fixture
        .database()
        .read(handle -> handle.createQuery(sql).map((row, context) -> row.getLong(1)).one());
  }
}
