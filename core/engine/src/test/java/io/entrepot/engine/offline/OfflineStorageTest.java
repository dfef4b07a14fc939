package io.entrepot.engine.offline;

import static io.entrepot.engine.verify.StorageFixture.bytes;
import static io.entrepot.engine.verify.StorageFixture.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.verify.StorageFixture;
import io.entrepot.spi.content.Asset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** What the launcher calls while no server runs. */
public class OfflineStorageTest {

  @Rule public final StorageFixture storage = new StorageFixture();

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private Asset asset;

  @Before
  public void fillAndStop() throws IOException {
    asset = put(storage.content("files"), "a", bytes(1, 100));
    storage.close();
  }

  @After
  public void start() throws IOException {
    storage.open();
  }

  @Test
  public void shouldSayWhetherAllIsWell() throws IOException {
    assertThat(run("verify", "--deep", "--bytes-per-second", "1000000"))
        .isEqualTo(OfflineStorage.WELL);
    assertThat(output()).contains("1 blobs looked at, 100 bytes read: nothing is wrong");
    Files.delete(storage.file(asset));
    assertThat(run("verify", "--repair")).isEqualTo(OfflineStorage.WRONG);
    assertThat(output()).contains("missing file", "files/a", "left as it is");
  }

  @Test
  public void shouldRefuseWordsByName() {
    assertRefused("'--deeep' is no option", "verify", "--deeep");
    assertRefused("--orphan-age is 'old'", "verify", "--orphan-age", "old");
    assertRefused("--orphan-age needs a value", "verify", "--orphan-age");
    assertRefused("3 hours", "verify", "--orphan-age", "1");
    assertRefused("the backup is missing", "restore");
    assertRefused("'twice'", "restore", "once", "twice");
    assertRefused("not 'name'", "restore", "backup", "--store", "name");
  }

  private void assertRefused(String message, String... words) {
    assertThatThrownBy(() -> run(words))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private int run(String... words) throws IOException {
    return OfflineStorage.run(
        storage.data(), new PrintStream(printed, true, StandardCharsets.UTF_8), List.of(words));
  }

  private String output() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
