package io.entrepot.engine.blob;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.database.Database;
import io.entrepot.spi.blob.BlobId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A row is found by the name of its file, whatever that is. */
public class BlobNamesTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Database database;

  @Before
  public void open() throws IOException {
    database = new Database(folder.getRoot().toPath());
    database.write(
        handle ->
            handle.execute(
                "INSERT INTO blob_store (name, folder) VALUES ('default', 'd'), ('other', 'o')"));
  }

  @After
  public void close() throws IOException {
    database.close();
  }

  @Test
  public void shouldFindTheRowOfAFile() throws IOException {
    long a = add("default", "a", name("a", 1));
    long b = add("other", "a", name("a", 2));
    assertThat(row("default", name("a", 1))).hasValue(a);
    assertThat(row("other", name("a", 2))).hasValue(b);
    assertThat(row("other", name("a", 1))).isEmpty();
    assertThat(row("default", name("a", 3))).isEmpty();
    assertThat(row("default", name("b", 1))).isEmpty();
  }

  @Test
  public void shouldFindTheRowOfAFileThatWasReplaced() throws IOException {
    long row = add("default", "a", name("a", 1));
    database.write(handle -> handle.execute("UPDATE blob SET name = ?", name("a", 2).value()));
    assertThat(row("default", name("a", 1))).isEmpty();
    assertThat(row("default", name("a", 2))).hasValue(row);
  }

  @Test
  public void shouldFindRowsWhoseNamesAreNotOfTheirChecksum() throws IOException {
    long other = add("default", "b", name("a", 1));
    long brief = add("default", "c", new BlobId("c"));
    long long65 = add("default", "d", new BlobId("e".repeat(65)));
    assertThat(row("default", name("a", 1))).hasValue(other);
    assertThat(row("default", new BlobId("c"))).hasValue(brief);
    assertThat(row("default", new BlobId("e".repeat(65)))).hasValue(long65);
    assertThat(row("other", new BlobId("c"))).isEmpty();
  }

  @Test
  public void shouldTellWhichFilesNoRowHas() throws IOException {
    add("default", "1", name("1", 1));
    add("default", "2", name("2", 2)); // two files of the same bytes: the row has one
    add("default", "f", name("3", 1)); // a row behind all of them by its checksum
    add("default", "9", new BlobId("4"));
    add("other", "5", name("5", 1));
    List<BlobId> files =
        List.of(
            name("5", 1),
            new BlobId("4"),
            name("3", 1),
            name("2", 2),
            name("2", 1),
            name("1", 1),
            new BlobId("0"));
    assertThat(unknown("default", files))
        .containsExactlyInAnyOrder(name("5", 1), name("2", 1), new BlobId("0"));
    assertThat(unknown("default", List.of(name("3", 1)))).isEmpty();
    assertThat(unknown("default", List.of(name("1", 1)))).isEmpty();
    assertThat(unknown("default", List.of())).isEmpty();
  }

  private Optional<Long> row(String store, BlobId name) throws IOException {
    return database.read(handle -> BlobNames.row(handle, store, name));
  }

  private Set<BlobId> unknown(String store, List<BlobId> names) throws IOException {
    return database.read(handle -> BlobNames.unknown(handle, store, names));
  }

  private long add(String store, String digit, BlobId name) throws IOException {
    return database.write(
        handle ->
            handle
                .createQuery(
                    "INSERT INTO blob (store, name, size, sha256, assets, created)"
                        + " VALUES (?, ?, 1, ?, 1, 0) RETURNING id")
                .bind(0, store)
                .bind(1, name.value())
                .bind(2, digit.repeat(64))
                .mapTo(Long.class)
                .one());
  }

  private static BlobId name(String digit, int upload) {
    return new BlobId(digit.repeat(64) + ".%032x".formatted(upload));
  }
}
