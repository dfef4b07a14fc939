package io.entrepot.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Commit;
import io.entrepot.spi.content.MissingBlobException;
import io.entrepot.spi.content.StoredBlob;
import java.io.IOException;
import java.util.List;
import org.junit.Test;

/** What every content store does: uploads, and bytes that assets share. */
public abstract class ContentStoreBytesContract extends ContentStoreSuite {

  @Test
  public void shouldKeepAnEmptyFile() throws IOException {
    Asset asset = put("empty", "");

    assertThat(asset.blob().size()).isZero();
    assertThat(store.read(asset.blob(), 0)).isEmpty();
  }

  @Test
  public void shouldReadNoMoreThanTheLimit() throws IOException {
    StoredBlob blob = put("a", "12345").blob();

    assertThat(store.read(blob, 5)).isEqualTo("12345".getBytes(UTF_8));
    assertThatThrownBy(() -> store.read(blob, 4)).isInstanceOf(IOException.class);
  }

  @Test
  public void shouldPutOneUploadAtSeveralPaths() throws IOException {
    Staged staged = staged("manifest");

    Commit commit =
        store.commit(ChangeSet.empty().put(write("by-digest"), staged).put(write("tag"), staged));

    assertThat(commit.written())
        .extracting(Asset::path)
        .containsExactly(path("by-digest"), path("tag"));
    assertThat(text(store.find(path("tag")).orElseThrow())).isEqualTo("manifest");
  }

  @Test
  public void shouldPutTheSameBytesFromTwoUploads() throws IOException {
    put("a", "same");
    put("b", "same");

    store.commit(ChangeSet.empty().delete(path("a")));

    assertThat(text(store.find(path("b")).orElseThrow())).isEqualTo("same");
  }

  @Test
  public void shouldLinkBytesThatTheRepositoryHas() throws IOException {
    StoredBlob blob = put("a", "shared").blob();

    store.commit(ChangeSet.empty().link(write("b"), blob).delete(path("a")));

    assertThat(store.find(path("a"))).isEmpty();
    assertThat(text(store.find(path("b")).orElseThrow())).isEqualTo("shared");
  }

  @Test
  public void shouldLinkBytesWhoseAssetAnEarlierStepDeletes() throws IOException {
    StoredBlob blob = put("a", "moved").blob();

    store.commit(ChangeSet.empty().delete(path("a")).link(write("b"), blob));

    assertThat(text(store.find(path("b")).orElseThrow())).isEqualTo("moved");
  }

  @Test
  public void shouldRefuseToLinkBytesThatAreGone() throws IOException {
    StoredBlob blob = put("a", "gone").blob();
    store.commit(ChangeSet.empty().delete(path("a")));

    assertThatThrownBy(() -> store.commit(ChangeSet.empty().link(write("b"), blob)))
        .isInstanceOfSatisfying(
            MissingBlobException.class,
            e -> assertThat(e.digest()).isEqualTo(TestBytes.sha256("gone")));
  }

  @Test
  public void shouldFindBytesByTheirDigest() throws IOException {
    Staged staged;
    try (var upload = TestBytes.upload(store, "hello", DigestAlgorithm.SHA512)) {
      staged = upload.finish();
    }
    Digest sha512 = staged.digest(DigestAlgorithm.SHA512).orElseThrow();
    assertThat(store.blob(sha512)).isEmpty();

    StoredBlob blob =
        store.commit(ChangeSet.empty().put(write("a"), staged)).written().get(0).blob();

    assertThat(store.blob(blob.sha256())).contains(blob);
    assertThat(store.blob(sha512)).contains(blob);
    assertThat(store.blob(TestBytes.sha256("other"))).isEmpty();
    store.commit(ChangeSet.empty().delete(path("a")));
    assertThat(store.blob(blob.sha256())).isEmpty();
  }

  @Test
  public void shouldGiveBackAnUnfinishedUpload() throws IOException {
    String id;
    try (var upload = TestBytes.upload(store, "first half, ")) {
      id = upload.id();
    }
    Staged staged;
    try (var upload = store.upload(id).orElseThrow()) {
      assertThat(upload.size()).isEqualTo(12);
      upload.write(UTF_8.encode("second half"));
      staged = upload.finish();
    }

    assertThat(store.upload(id)).isEmpty();
    store.commit(ChangeSet.empty().put(write("a"), staged));
    assertThat(text(store.find(path("a")).orElseThrow())).isEqualTo("first half, second half");
  }

  @Test
  public void shouldKnowNoUploadOfAnotherId() throws IOException {
    for (String id : List.of("", ".", "..", "../a", "a/b", "nonsense", "%", "a".repeat(1000))) {
      assertThat(store.upload(id)).as(id).isEmpty();
    }
  }
}
