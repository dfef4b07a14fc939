package io.entrepot.engine.content;

import io.entrepot.engine.blob.BlobStores;
import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.blob.BlobInfo;
import io.entrepot.spi.blob.BlobStore;
import io.entrepot.spi.blob.ByteRange;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.content.StoredBlob;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads blobs, and rather fails than gives bytes that are not what was stored: a file of another
 * length, one that a verification found damaged, a small one whose checksum does not fit.
 */
final class BlobReads {

  private static final Logger LOG = LoggerFactory.getLogger(BlobReads.class);

  private final BlobStores stores;
  private final DamagedBlobs damaged;

  BlobReads(BlobStores stores, DamagedBlobs damaged) {
    this.stores = stores;
    this.damaged = damaged;
  }

  boolean damaged(StoredBlob blob) {
    return damaged.has(blob.store(), blob.id());
  }

  ReadableByteChannel open(StoredBlob blob, ByteRange range) throws IOException {
    if (damaged(blob)) {
      throw new DamagedBlobException(blob, "its bytes are not those of " + blob.sha256());
    }
    BlobStore store = stores.store(blob.store());
    long size =
        store
            .find(blob.id())
            .map(BlobInfo::size)
            .orElseThrow(() -> new NoSuchFileException("blob " + blob.id()));
    if (size != blob.size()) {
      throw new DamagedBlobException(blob, "it has " + size + " bytes, not " + blob.size());
    }
    return store.open(blob.id(), range);
  }

  /** All bytes, checked; for blobs that fit into memory. */
  ByteBuffer read(StoredBlob blob) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) blob.size());
    try (ReadableByteChannel channel = open(blob, ByteRange.all(blob.size()))) {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes) < 0) {
          throw new DamagedBlobException(blob, "it ends after " + bytes.position() + " bytes");
        }
      }
    }
    Digest found = sha256(bytes.flip());
    if (!found.equals(blob.sha256())) {
      damaged.note(blob.store(), blob.id());
      LOG.error(
          "Blob {} of store {} is damaged: its bytes have {}", blob.id(), blob.store(), found);
      throw new DamagedBlobException(blob, "its bytes have " + found);
    }
    return bytes;
  }

  /** Another file has taken the place of a damaged one. */
  void replaced(String store, BlobId id) {
    damaged.forget(store, id);
    try {
      stores.setAside(store, id);
      LOG.info("Blob {} of store {} was damaged and has come in again", id, store);
    } catch (IOException e) {
      LOG.warn("The damaged file {} of store {} was not moved out of the way", id, store, e);
    }
  }

  private static Digest sha256(ByteBuffer bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance(DigestAlgorithm.SHA256.javaName());
      digest.update(bytes.duplicate());
      return Digest.of(DigestAlgorithm.SHA256, digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
