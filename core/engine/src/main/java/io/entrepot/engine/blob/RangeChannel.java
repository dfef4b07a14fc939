package io.entrepot.engine.blob;

import io.entrepot.spi.blob.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;

/** Some bytes of a file. */
final class RangeChannel implements ReadableByteChannel {

  private final FileChannel file;
  private final long end;
  private long at;

  RangeChannel(FileChannel file, ByteRange range) {
    this.file = file;
    this.at = range.offset();
    this.end = range.end();
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (at >= end) {
      return -1;
    }
    int limit = target.limit();
    if (target.remaining() > end - at) {
      target.limit(target.position() + (int) (end - at));
    }
    try {
      int read = file.read(target, at);
      if (read < 0) {
        throw new IOException("a blob ends after " + at + " bytes: it was cut off meanwhile");
      }
      at += read;
      return read;
    } finally {
      target.limit(limit);
    }
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
