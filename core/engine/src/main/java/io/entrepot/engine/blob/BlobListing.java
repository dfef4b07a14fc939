package io.entrepot.engine.blob;

import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.blob.BlobInfo;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Lists the files of blobs, in the order of their names, which is that of their checksums. A page
 * ends where a folder does, unless that holds very many: a folder is read as a whole, and would be
 * read again for each page that ends within it.
 */
final class BlobListing {

  /** Behind a folder's name it is behind all that is in the folder. */
  private static final String END = "~";

  private final Path folder;
  private final int least;
  private final int most;

  /**
   * The listing of a folder.
   *
   * @param least a page with so many items ends with their folder
   * @param most a page has no more items than this
   */
  BlobListing(Path folder, int least, int most) {
    this.folder = folder;
    this.least = least;
    this.most = most;
  }

  Page<BlobInfo> page(Cursor from) throws IOException {
    List<BlobInfo> items = new ArrayList<>();
    for (String part : names(folder, name -> !over(name, from.after()))) {
      Path in = folder.resolve(part);
      if (!Files.isDirectory(in)) {
        continue;
      }
      for (String blob : names(in, name -> isAfter(name, from))) {
        if (items.size() == most) {
          return new Page<>(items, Optional.of(Cursor.after(items.get(most - 1).id().value())));
        }
        info(in.resolve(blob)).ifPresent(items::add); // it may be deleted meanwhile
      }
      if (items.size() >= least) {
        return new Page<>(items, Optional.of(Cursor.after(part + END)));
      }
    }
    return Page.last(items);
  }

  /** What the file system says of a blob; empty if it is not there. */
  static Optional<BlobInfo> info(Path file) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new BlobInfo(
              new BlobId(file.getFileName().toString()),
              attributes.size(),
              attributes.lastModifiedTime().toInstant()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** "ab" and "ab/abcd…" begin alike, so folders before the cursor's are done with. */
  private static boolean over(String part, String after) {
    return part.compareTo(after) < 0 && (after.endsWith(END) || !after.startsWith(part));
  }

  private static boolean isAfter(String blob, Cursor from) {
    return FileLayout.isBlob(blob) && (from.atStart() || blob.compareTo(from.after()) > 0);
  }

  private static List<String> names(Path folder, Predicate<String> wanted) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).filter(wanted).sorted().toList();
    }
  }
}
