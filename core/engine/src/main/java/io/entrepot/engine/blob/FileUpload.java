package io.entrepot.engine.blob;

import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.blob.Staged;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** An upload as one of those who have it open sees it. */
final class FileUpload implements BlobUpload {

  private final FileUploads uploads;
  private final UploadSession session;
  private final long seen;
  private boolean claimed;
  private boolean closed;

  FileUpload(FileUploads uploads, UploadSession session) {
    this.uploads = uploads;
    this.session = session;
    this.seen = session.size();
  }

  @Override
  public String id() {
    return session.id;
  }

  @Override
  public String label() {
    return session.label;
  }

  @Override
  public long size() {
    return claimed ? session.size() : seen;
  }

  @Override
  public void expect(long bytes) throws IOException {
    claim();
    session.expect(this, bytes);
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    claim();
    session.write(this, bytes);
  }

  @Override
  public int read(long position, ByteBuffer into) throws IOException {
    return session.read(position, into);
  }

  @Override
  public Digest digest(DigestAlgorithm algorithm) throws IOException {
    claim();
    return session.digest(this, algorithm);
  }

  @Override
  public Staged finish() throws IOException {
    return finish(Optional.empty());
  }

  /**
   * Ends the session.
   *
   * @param fresh where a small file may be made durable later; empty if it must be now
   */
  Staged finish(Optional<FreshBlobs> fresh) throws IOException {
    claim();
    try {
      return session.finish(this, fresh);
    } finally {
      uploads.settle(session);
    }
  }

  @Override
  public void cancel() throws IOException {
    try {
      session.cancel();
    } finally {
      uploads.settle(session);
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      session.leave(this);
    } finally {
      uploads.closed(session);
    }
  }

  private void claim() throws IOException {
    if (closed) {
      throw new IOException("upload " + session.id + " is closed here");
    }
    session.claim(this, seen, claimed);
    claimed = true;
  }
}
