package io.entrepot.engine.verify;

import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.blob.Digest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Something that is not as it should be. */
public sealed interface Finding {

  /** For people: what is wrong, with its name and what it affects. */
  String text();

  /**
   * A blob of the database.
   *
   * @param store its store's name
   * @param sha256 of the bytes that it should have
   * @param assets how many have it
   * @param uses the first of those
   */
  record Blob(
      String store, BlobId id, long size, Digest sha256, long assets, List<AssetName> uses) {

    public Blob {
      uses = List.copyOf(uses);
    }

    @Override
    public String toString() {
      String shown = uses.stream().map(AssetName::toString).collect(Collectors.joining(", "));
      String more = assets > uses.size() ? " and " + (assets - uses.size()) + " more" : "";
      return "blob '%s' of store '%s', %s"
          .formatted(id, store, assets == 0 ? "which no asset has" : "which is " + shown + more);
    }
  }

  /**
   * An asset.
   *
   * @param repository its name; {@code (removed)} if that was removed
   */
  record AssetName(String repository, String path) {

    @Override
    public String toString() {
      return repository + "/" + path;
    }
  }

  /** The database has a blob, and its file is not there. */
  record MissingFile(Blob blob) implements Finding {

    @Override
    public String text() {
      return "missing file: " + blob;
    }
  }

  /**
   * A file is not as long as the database says.
   *
   * @param found its length
   * @param rightBytes whether its bytes are those of the digest: then the database is wrong
   */
  record WrongSize(Blob blob, long found, boolean rightBytes) implements Finding {

    @Override
    public String text() {
      return "wrong size: %d bytes instead of %d%s: %s"
          .formatted(found, blob.size(), rightBytes ? ", yet the right ones" : "", blob);
    }
  }

  /**
   * A file's bytes have another checksum than the database says.
   *
   * @param found what they have; another one than SHA-256 if only that is wrong, and so the
   *     database
   */
  record WrongDigest(Blob blob, Digest found) implements Finding {

    @Override
    public String text() {
      return "wrong digest: the bytes have %s: %s".formatted(found, blob);
    }
  }

  /** A file cannot be read. */
  record UnreadableFile(Blob blob, String reason) implements Finding {

    @Override
    public String text() {
      return "unreadable file: %s: %s".formatted(reason, blob);
    }
  }

  /**
   * A blob's file that the database knows nothing of.
   *
   * @param since when it came to be there
   */
  record OrphanFile(String store, BlobId id, long size, Instant since) implements Finding {

    @Override
    public String text() {
      return "orphan: file '%s' of store '%s', %d bytes, there since %s, is no blob's"
          .formatted(id, store, size, since);
    }
  }

  /** A file where blobs are, which is none of the store's. */
  record StrangeFile(String store, Path file) implements Finding {

    @Override
    public String text() {
      return "strange file: %s in store '%s' was not put there by Entrepot".formatted(file, store);
    }
  }

  /** A whole store is not there. Its blobs are not looked at. */
  record MissingStore(String store, Path folder, long blobs) implements Finding {

    @Override
    public String text() {
      return "missing store: '%s' with its %d blobs is not in %s".formatted(store, blobs, folder);
    }
  }

  /** A number that is kept is not what counting gives. */
  record WrongCounter(String what, long kept, long counted) implements Finding {

    @Override
    public String text() {
      return "wrong counter: %s: %d are kept, %d counted".formatted(what, kept, counted);
    }
  }

  /** The database itself is damaged, or contradicts itself. */
  record DatabaseFault(String fault) implements Finding {

    @Override
    public String text() {
      return "database: " + fault;
    }
  }
}
