package io.entrepot.engine.blob;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.blob.BlobInfo;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class BlobListingTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final List<String> names = new ArrayList<>();

  @Test
  public void shouldEndPagesWithFoldersUnlessTheseAreLarge() throws IOException {
    blobs("00", 2);
    blobs("0a", 1);
    blobs("10", 9);
    Files.createDirectory(folder.getRoot().toPath().resolve("5f"));
    blobs("ab", 3);
    blobs("ff", 1);
    Files.createFile(folder.getRoot().toPath().resolve("no-folder"));
    Files.createFile(folder.getRoot().toPath().resolve("ab/no-blob"));

    List<List<String>> pages = pages(new BlobListing(folder.getRoot().toPath(), 3, 4));

    assertThat(pages.stream().flatMap(List::stream)).containsExactlyElementsOf(names);
    assertThat(pages).extracting(List::size).containsExactly(3, 4, 4, 4, 1);
  }

  @Test
  public void shouldGoOnWhereAPageEndedThoughItsLastBlobIsGone() throws IOException {
    blobs("aa", 6);
    BlobListing listing = new BlobListing(folder.getRoot().toPath(), 2, 2);
    Page<BlobInfo> first = listing.page(Cursor.START);
    for (BlobInfo gone : first.items()) {
      Files.delete(folder.getRoot().toPath().resolve("aa").resolve(gone.id().value()));
    }

    assertThat(listing.page(first.next().orElseThrow()).items())
        .extracting(info -> info.id().value())
        .isEqualTo(names.subList(2, 4));
  }

  private void blobs(String part, int count) throws IOException {
    Path in = Files.createDirectories(folder.getRoot().toPath().resolve(part));
    for (int i = 0; i < count; i++) {
      String name = part + "%062x.%032x".formatted(i, i);
      Files.createFile(in.resolve(name));
      names.add(name);
    }
  }

  private static List<List<String>> pages(BlobListing listing) throws IOException {
    List<List<String>> pages = new ArrayList<>();
    Optional<Cursor> from = Optional.of(Cursor.START);
    while (from.isPresent()) {
      Page<BlobInfo> page = listing.page(from.get());
      pages.add(page.items().stream().map(info -> info.id().value()).toList());
      from = page.next();
    }
    return pages;
  }
}
