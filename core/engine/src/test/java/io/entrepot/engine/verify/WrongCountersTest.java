package io.entrepot.engine.verify;

import static io.entrepot.engine.verify.StorageFixture.bytes;
import static io.entrepot.engine.verify.StorageFixture.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.admin.VerifyRequest;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.Retention;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** What is kept along with every change, and is not what counting gives. */
public class WrongCountersTest {

  /** Damages, and what each is told as. */
  private static final Map<String, List<String>> DAMAGES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  "UPDATE blob SET assets = assets - 1 WHERE id = 1", List.of("assets of blob")),
              Map.entry(
                  "UPDATE blob SET unreferenced_since = 1 WHERE size = 50",
                  List.of("assets of blob")),
              Map.entry(
                  "UPDATE asset SET unneeded_since = 1 WHERE path = 'dir/two'",
                  List.of("need of asset dir/two")),
              Map.entry("UPDATE asset SET unneeded_since = NULL", List.of("need of asset part")),
              Map.entry("UPDATE component SET assets = 5", List.of("assets of component name 1")),
              Map.entry(
                  "UPDATE content SET assets = assets + 3, size = 0 WHERE repository = 'files'",
                  List.of("assets of repository 'files'", "bytes of repository 'files'")),
              Map.entry(
                  "UPDATE blob_store SET size = size - 1, blobs = 0",
                  List.of("blobs of blob store 'default'", "bytes of blob store 'default'")),
              Map.entry(
                  "UPDATE node SET children = 9 WHERE name = 'dir' AND content = 1",
                  List.of("children of 'dir'")),
              Map.entry(
                  "UPDATE node SET asset = NULL WHERE name = 'two'", List.of("asset of 'dir/two'")),
              Map.entry(
                  "DELETE FROM node WHERE name = 'three'",
                  List.of("children of 'dir/deep'", "tree line of 'dir/deep/three'")),
              Map.entry(
                  "UPDATE node SET folded = 'x' WHERE name = 'deep'",
                  List.of("children of 'dir/deep'"))));

  @Rule public final StorageFixture storage = new StorageFixture();

  @Before
  public void fill() throws IOException {
    ContentStore content = storage.content("files");
    put(content, "dir/one", bytes(1, 100));
    put(content, "dir/two", bytes(1, 100));
    put(content, "dir/deep/three", bytes(3, 50));
    put(storage.content("other"), "dir/one", bytes(1, 100));
    try (BlobUpload upload = content.upload(UploadHint.none())) {
      upload.write(ByteBuffer.wrap(bytes(9, 9)));
      content.commit(
          ChangeSet.empty()
              .put(
                  AssetWrite.of(AssetPath.of("part"), "text/plain")
                      .in(new Component("", "name", "1"))
                      .retained(Retention.WHILE_NEEDED),
                  upload.finish()));
    }
  }

  @Test
  public void shouldFindNothingWhereAllIsWell() throws IOException {
    assertThat(storage.verify(VerifyRequest.quick().deeply()).findings()).isEmpty();
  }

  @Test
  public void shouldFindEachAndPutItRight() throws IOException {
    for (Map.Entry<String, List<String>> damage : DAMAGES.entrySet()) {
      storage.execute(damage.getKey());
      assertTold(damage.getKey(), storage.verify(VerifyRequest.quick()), damage.getValue());
      StorageFixture.Found repaired = storage.verify(VerifyRequest.quick().repairing());
      assertThat(repaired.actions()).as(damage.getKey()).containsOnly(Outcome.Action.CORRECTED);
      assertThat(storage.verify(VerifyRequest.quick()).findings()).as(damage.getKey()).isEmpty();
    }
  }

  @Test
  public void shouldTellOfRowsThatReferToNothing() throws IOException {
    storage.database().close();
    damageOutsideTheEngine("DELETE FROM component");
    damageOutsideTheEngine("UPDATE blob SET assets = 99 WHERE id = 1");
    storage.open();
    StorageFixture.Found found = storage.verify(VerifyRequest.quick().repairing());
    assertThat(found.findings()).first().isInstanceOf(Finding.DatabaseFault.class);
    assertThat(found.findings().get(0).text()).contains("table asset", "table component");
    assertThat(found.actions())
        .as("nothing is changed on the word of a damaged database")
        .doesNotContain(Outcome.Action.CORRECTED, Outcome.Action.HEALED);
  }

  private void damageOutsideTheEngine(String sql) throws IOException {
    try (java.sql.Connection connection =
            java.sql.DriverManager.getConnection(
                "jdbc:sqlite:" + storage.data().resolve("database/entrepot.db"));
        java.sql.Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (java.sql.SQLException e) {
      throw new IOException(e);
    }
  }

  private static void assertTold(String damage, StorageFixture.Found found, List<String> what) {
    assertThat(found.findings()).as(damage).hasSize(what.size());
    for (int i = 0; i < what.size(); i++) {
      assertThat(found.findings().get(i).text()).as(damage).contains(what.get(i));
    }
    assertThat(found.actions()).as(damage).containsOnly(Outcome.Action.TOLD);
  }
}
