package io.entrepot.engine.content;

import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.blob.UploadHint;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An upload that is one repository's: the store's label says whose, in front of the format's own.
 * Rows are never used again, so no session outlives its repository into one of the same name.
 */
final class BoundUpload implements BlobUpload {

  private final BlobUpload upload;
  private final String prefix;
  private final StagedBlobs staged;
  private final String store;

  BoundUpload(BlobUpload upload, long content, String store, StagedBlobs staged) {
    this.upload = upload;
    this.prefix = prefix(content);
    this.store = store;
    this.staged = staged;
  }

  /** The hint with a label that says whose the upload is. */
  static UploadHint bind(UploadHint hint, long content) {
    return hint.labelled(prefix(content) + hint.label());
  }

  /** Whether an upload is that repository's. */
  static boolean bound(BlobUpload upload, long content) {
    return upload.label().startsWith(prefix(content));
  }

  @Override
  public String id() {
    return upload.id();
  }

  @Override
  public String label() {
    return upload.label().substring(prefix.length());
  }

  @Override
  public long size() {
    return upload.size();
  }

  @Override
  public void expect(long bytes) throws IOException {
    upload.expect(bytes);
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    upload.write(bytes);
  }

  @Override
  public int read(long position, ByteBuffer into) throws IOException {
    return upload.read(position, into);
  }

  @Override
  public Digest digest(DigestAlgorithm algorithm) throws IOException {
    return upload.digest(algorithm);
  }

  @Override
  public Staged finish() throws IOException {
    return staged.finish(store, upload);
  }

  @Override
  public void cancel() throws IOException {
    upload.cancel();
  }

  @Override
  public void close() throws IOException {
    upload.close();
  }

  private static String prefix(long content) {
    return content + ":";
  }
}
