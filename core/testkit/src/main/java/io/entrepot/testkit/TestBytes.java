package io.entrepot.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.ContentStore;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Texts as content, in as few words as a test can stand. */
public final class TestBytes {

  private TestBytes() {}

  /** The SHA-256 of a text in UTF-8. */
  public static Digest sha256(String text) {
    return digest(DigestAlgorithm.SHA256, text.getBytes(UTF_8));
  }

  /** The checksum of some bytes. */
  public static Digest digest(DigestAlgorithm algorithm, byte[] bytes) {
    try {
      return Digest.of(algorithm, MessageDigest.getInstance(algorithm.javaName()).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An upload that has received a text and goes on; whoever asks for it closes it. */
  public static BlobUpload upload(ContentStore store, String text, DigestAlgorithm... digests)
      throws IOException {
    BlobUpload upload = store.upload(UploadHint.none().digesting(digests));
    upload.write(UTF_8.encode(text));
    return upload;
  }

  /** A text, uploaded but nobody's yet. */
  public static Staged staged(ContentStore store, String text) throws IOException {
    try (BlobUpload upload = upload(store, text)) {
      return upload.finish();
    }
  }

  /** A text, put at a path as {@code text/plain}. */
  public static Asset put(ContentStore store, String path, String text) throws IOException {
    AssetWrite write = AssetWrite.of(AssetPath.of(path), "text/plain");
    return store.commit(ChangeSet.empty().put(write, staged(store, text))).written().get(0);
  }
}
