package io.entrepot.engine.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A copy of the database is of one moment, whatever happens while it is made. */
public class OnlineCopyTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Database database;
  private Path copied;

  @Before
  public void open() throws IOException {
    database = new Database(folder.newFolder().toPath());
    copied = folder.newFolder().toPath().resolve("entrepot.db");
  }

  @After
  public void close() throws IOException {
    database.close();
  }

  @Test
  public void shouldCopyOneMomentWhileOthersWrite() throws IOException {
    int rows = 4_000;
    database.write(
        handle -> {
          for (int i = 0; i < rows; i++) {
            StoredSettings.set(handle, "before " + i, "x".repeat(8_000));
          }
          return rows;
        });
    List<Integer> steps = new ArrayList<>();
    database.copyTo(
        copied,
        (pages, all) -> {
          steps.add(pages);
          if (steps.size() < 4) {
            set("during " + steps.size());
          }
        });

    assertThat(steps).hasSizeGreaterThan(3);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copied)))
        .isEqualTo("rw-------");
    assertThat(new StoredSettings(database).find("during 3")).isPresent();
    try (Database copy = new Database(copied.getParent())) {
      long kept =
          copy.read(
              handle ->
                  handle
                      .createQuery("SELECT count(*) FROM setting")
                      .map((row, context) -> row.getLong(1))
                      .one());
      assertThat(kept).isEqualTo(rows);
    }
  }

  @Test(timeout = 9_000) // the writer would wait 10 s for this read
  public void shouldLetWritesGoOnWhileAReadLasts() throws IOException {
    StoredSettings settings = new StoredSettings(database);
    database.readLong(
        handle -> {
          handle.execute("BEGIN");
          handle.execute("SELECT count(*) FROM setting");
          // So many that the writer looks at its log, and so large that it would shorten it.
          for (int i = 0; i < 520; i++) {
            settings.set("large " + i % 20, (i + " ").repeat(40_000));
          }
          return handle.execute("ROLLBACK");
        });
    assertThat(settings.find("large 19")).isPresent();
  }

  @Test
  public void shouldOverwriteNothing() throws IOException {
    Files.writeString(copied, "another");
    assertThatThrownBy(() -> database.copyTo(copied, (pages, all) -> {}))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(copied).hasContent("another");
  }

  private void set(String name) {
    try {
      new StoredSettings(database).set(name, "later");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
