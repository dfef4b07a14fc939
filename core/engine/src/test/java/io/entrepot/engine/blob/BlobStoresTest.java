package io.entrepot.engine.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.BlobStoreLimits;
import io.entrepot.engine.admin.BlobStoreView;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.SoftQuota;
import io.entrepot.engine.database.Database;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.blob.StorageFullException;
import io.entrepot.spi.blob.UploadHint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class BlobStoresTest {

  private static final BlobStoreLimits NO_QUOTA = BlobStoreLimits.NONE;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path home;
  private Database database;
  private BlobStores stores;

  @Before
  public void open() throws IOException {
    home = folder.getRoot().toPath().resolve("blobs");
    database = new Database(folder.getRoot().toPath().resolve("database"));
    stores = new BlobStores(database, home, Clock.systemUTC());
  }

  @After
  public void close() throws IOException {
    stores.close();
    database.close();
  }

  @Test
  public void shouldHaveADefaultStoreFromTheFirstStart() throws IOException {
    restart();
    assertThat(stores.list())
        .singleElement()
        .satisfies(
            view -> {
              assertThat(view.name()).isEqualTo("default");
              assertThat(view.path()).isEqualTo(home.resolve("default"));
              assertThat(view.available()).isPositive();
              assertThat(view.problem()).isEmpty();
            });
    assertThat(stores.problem("default")).isEmpty();
  }

  @Test
  public void shouldMakeChangeAndRemoveAStore() throws Exception {
    BlobStoreView made = stores.create("Fast.1", "fast", soft(SoftQuota.Rule.SPACE_USED, 1000));
    assertThat(made.path()).isEqualTo(home.resolve("fast"));
    restart();
    assertThat(stores.find("Fast.1").orElseThrow())
        .usingRecursiveComparison()
        .ignoringFields("available")
        .isEqualTo(made);
    String id;
    try (BlobUpload upload = stores.store("Fast.1").upload(UploadHint.none())) {
      upload.write(ByteBuffer.wrap(new byte[] {1}));
      id = upload.id();
    }
    assertThat(home.resolve("fast/uploads").resolve(id)).exists();

    stores.update("Fast.1", "fast", NO_QUOTA);
    assertThat(stores.find("Fast.1").orElseThrow().limits()).isEqualTo(NO_QUOTA);

    stores.delete("Fast.1");
    assertThat(home.resolve("fast")).doesNotExist();
    assertThat(stores.find("Fast.1")).isEmpty();
    assertThatThrownBy(() -> stores.store("Fast.1")).hasMessageContaining("Fast.1");
  }

  @Test
  public void shouldRefuseWhatIsWrongNamingTheField() throws IOException {
    for (String name : List.of("", ".hidden", "a/b", "a b", "x".repeat(101))) {
      refused(() -> stores.create(name, "p", NO_QUOTA), RefusedException.Kind.INVALID, "name");
    }
    refused(() -> stores.create("DEFAULT", "p", NO_QUOTA), RefusedException.Kind.CONFLICT, "name");
    for (String path : List.of("", "a\0b", ".", "..", "/")) {
      refused(() -> stores.create("n", path, NO_QUOTA), RefusedException.Kind.INVALID, "path");
    }
    for (String path : List.of("default", "default/blobs", home.resolve("default").toString())) {
      refused(() -> stores.create("n", path, NO_QUOTA), RefusedException.Kind.CONFLICT, "path");
    }
    Files.createDirectories(home.resolve("full/something"));
    refused(() -> stores.create("n", "full", NO_QUOTA), RefusedException.Kind.CONFLICT, "path");
    refused(
        () -> stores.create("n", "p", soft(SoftQuota.Rule.SPACE_USED, 0)),
        RefusedException.Kind.INVALID,
        "softQuota.limit");
    refused(
        () -> stores.update("default", "default", hard(0)),
        RefusedException.Kind.INVALID,
        "hardLimit");
    refused(
        () -> stores.update("default", "elsewhere", NO_QUOTA),
        RefusedException.Kind.INVALID,
        "path");
    refused(
        () -> stores.update("none", "default", NO_QUOTA), RefusedException.Kind.NOT_FOUND, "name");
    refused(() -> stores.delete("none"), RefusedException.Kind.NOT_FOUND, "name");
    refused(() -> stores.delete("default"), RefusedException.Kind.FORBIDDEN, "name");
    assertThat(stores.list()).hasSize(1);
  }

  @Test
  public void shouldGoOnWithoutAStoreWhoseFolderIsUnusable() throws Exception {
    stores.create("gone", "gone", NO_QUOTA);
    stores.close();
    Files.delete(home.resolve("gone/blobs"));
    Files.delete(home.resolve("gone/uploads"));
    Files.delete(home.resolve("gone"));
    Files.createFile(home.resolve("gone"));
    stores = new BlobStores(database, home, Clock.systemUTC());

    assertThat(stores.find("gone").orElseThrow().problem()).isPresent();
    assertThat(stores.problem("gone")).isPresent();
    assertThatThrownBy(() -> stores.store("gone")).hasMessageContaining("blob store 'gone'");
    assertThat(stores.store("default").usage().total()).isPositive();
  }

  @Test
  public void shouldSayWhenASoftQuotaIsViolatedAndGoOn() throws Exception {
    stores.create("used", "used", soft(SoftQuota.Rule.SPACE_USED, 10));
    stores.create("left", "left", soft(SoftQuota.Rule.SPACE_REMAINING, Long.MAX_VALUE));
    restart();
    assertThat(stores.find("used").orElseThrow().quotaViolation()).isEmpty();
    database.write(handle -> handle.execute("UPDATE blob_store SET size = 11 WHERE name = 'used'"));

    assertThat(stores.find("used").orElseThrow().quotaViolation())
        .contains("blob store 'used' has 11 bytes, more than its quota of 10");
    assertThat(stores.find("left").orElseThrow().quotaViolation().orElseThrow())
        .startsWith("blob store 'left' has")
        .endsWith("bytes left, less than its quota of " + Long.MAX_VALUE);
    for (String name : List.of("used", "left")) {
      stores.store(name).upload(UploadHint.none().sized(OptionalLong.of(100))).cancel();
      assertThat(stores.problem(name)).isEmpty();
    }
  }

  @Test
  public void shouldRefuseUploadsAboveAHardLimitAlone() throws Exception {
    stores.create("small", "small", hard(100));
    restart();
    database.write(
        handle -> handle.execute("UPDATE blob_store SET size = 40 WHERE name = 'small'"));
    UploadHint sixty = UploadHint.none().sized(OptionalLong.of(60));
    try (BlobUpload first = stores.store("small").upload(sixty)) {
      assertThatThrownBy(
              () -> stores.store("small").upload(UploadHint.none().sized(OptionalLong.of(1))))
          .isInstanceOf(StorageFullException.class)
          .hasMessageContaining("60 bytes are left of its limit, and 61 are announced");
      first.write(ByteBuffer.allocate(50));
      assertThatThrownBy(() -> first.write(ByteBuffer.allocate(11)))
          .isInstanceOf(StorageFullException.class);
      first.write(ByteBuffer.allocate(10));
      first.finish();
    }
    stores.store("default").upload(sixty).cancel();

    stores.update("small", "small", hard(200));
    stores.store("small").upload(sixty).cancel();
  }

  @Test
  public void shouldForgetTheFreshFilesOfAStoreThatGoes() throws Exception {
    stores.create("other", "other", BlobStoreLimits.NONE);
    FileBlobStore other = (FileBlobStore) stores.store("other");
    Staged staged;
    try (BlobUpload upload = other.upload(UploadHint.none())) {
      upload.write(ByteBuffer.wrap(new byte[100]));
      staged = stores.finish(upload);
    }
    database.write(
        handle -> {
          stores.fresh().keep(handle, "other", staged.id());
          return null;
        });
    stores.delete("other");
    assertThat(
            database.<Long>read(
                handle -> handle.select("SELECT count(*) FROM fresh_blob").mapTo(Long.class).one()))
        .isZero();
    stores.fresh().settle();
    assertThat(stores.fresh().problem(other.layout())).isEmpty();
  }

  @Test
  public void shouldLeaveTheReserveOnTheDatabasesFileSystemToo() throws Exception {
    stores.close();
    long most = stores.find("default").orElseThrow().available() + (1L << 40);
    stores = new BlobStores(database, home, most, Clock.systemUTC());

    assertThatThrownBy(() -> stores.store("default").upload(UploadHint.none()))
        .isInstanceOf(StorageFullException.class)
        .hasMessageContaining(most + " kept in reserve");
    assertThat(stores.problem("default").orElseThrow()).contains("kept in reserve");
    assertThat(stores.databaseProblem().orElseThrow()).contains("kept in reserve");
    try (Stream<Path> uploads = Files.list(home.resolve("default/uploads"))) {
      assertThat(uploads).isEmpty();
    }
  }

  private static BlobStoreLimits soft(SoftQuota.Rule rule, long limit) {
    return new BlobStoreLimits(Optional.of(new SoftQuota(rule, limit)), OptionalLong.empty());
  }

  private static BlobStoreLimits hard(long limit) {
    return new BlobStoreLimits(Optional.empty(), OptionalLong.of(limit));
  }

  private static void refused(ThrowingCallable change, RefusedException.Kind kind, String field) {
    assertThatThrownBy(change)
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e.field()).isEqualTo(field);
            });
  }

  private void restart() throws IOException {
    close();
    open();
  }
}
