package io.entrepot.engine.proxy;

import io.entrepot.engine.content.Contents;
import io.entrepot.engine.upstream.UpstreamReply;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.ByteRange;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.GrowingBlob;
import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.StoredBlob;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.proxy.Arrival;
import io.entrepot.spi.proxy.Wanted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body on its way into a repository, read by others meanwhile. It belongs to nobody: whoever
 * wanted it may go. Its last byte is not shown, nor its end, before all of it is found to be right
 * and is kept; if it is not, its readers fail and nothing stays.
 */
final class Fill implements GrowingBlob, Intake.Taker {

  private static final Logger LOG = LoggerFactory.getLogger(Fill.class);

  /** Is told what becomes of a fill. */
  interface Listener {

    /**
     * All of it is kept.
     *
     * @param headers the fields that upstream sent with it
     */
    void kept(Asset asset, Headers headers);

    /** Nothing of it is. */
    void failed(IOException cause);

    /** Another answer is to be taken in its place: nobody has seen anything of this one. */
    boolean restart(UpstreamReply reply);
  }

  private enum State {
    COMING,
    ENDING,
    KEPT,
    FAILED
  }

  private record Waiter(long position, Runnable callback) {}

  private final ContentStore content;
  private final Contents contents;
  private final Executor executor;
  private final Refusals refusals;
  private final Wanted wanted;
  private final Headers headers;
  private final OptionalLong length;
  private final BlobUpload upload;
  private final Listener listener;
  private final List<Waiter> waiters = new ArrayList<>();
  private State state = State.COMING;
  private long received;
  private StoredBlob blob;
  private IOException failure;

  /**
   * A fill.
   *
   * @param reply the head of what comes
   * @param upload where it goes
   */
  Fill(
      ContentStore content,
      Contents contents,
      Executor executor,
      Refusals refusals,
      Wanted wanted,
      UpstreamReply reply,
      BlobUpload upload,
      Listener listener) {
    this.content = content;
    this.contents = contents;
    this.executor = executor;
    this.refusals = refusals;
    this.wanted = wanted;
    this.headers = Fields.open(reply.headers());
    this.length = reply.length();
    this.upload = upload;
    this.listener = listener;
  }

  @Override
  public OptionalLong length() {
    return length;
  }

  @Override
  public int read(long position, ByteBuffer into) throws IOException {
    StoredBlob stored;
    synchronized (this) {
      if (state == State.FAILED) {
        throw Refusals.again(failure);
      }
      if (state == State.ENDING) {
        return 0;
      }
      if (state == State.COMING) {
        return received(position, into);
      }
      stored = blob;
    }
    return stored(stored, position, into);
  }

  private int received(long position, ByteBuffer into) throws IOException {
    long visible = visible();
    if (position >= visible) {
      return 0;
    }
    int limit = into.limit();
    into.limit((int) Math.min(limit, into.position() + visible - position));
    try {
      return upload.read(position, into);
    } finally {
      into.limit(limit);
    }
  }

  private int stored(StoredBlob stored, long position, ByteBuffer into) throws IOException {
    long left = stored.size() - position;
    if (left <= 0) {
      return -1;
    }
    int count = (int) Math.min(left, into.remaining());
    int limit = into.limit();
    into.limit(into.position() + count);
    try (ReadableByteChannel channel = contents.open(stored, new ByteRange(position, count))) {
      return Math.max(0, channel.read(into));
    } finally {
      into.limit(limit);
    }
  }

  @Override
  public void whenReadable(long position, Runnable callback) {
    synchronized (this) {
      boolean more = state == State.COMING && position < visible();
      if (!more && (state == State.COMING || state == State.ENDING)) {
        waiters.add(new Waiter(position, callback));
        return;
      }
    }
    callback.run();
  }

  /** The end of what may be seen. */
  private long visible() {
    return length.isPresent() ? Math.min(received, length.getAsLong() - 1) : received;
  }

  @Override
  public void take(ByteBuffer bytes) throws IOException {
    int count = bytes.remaining();
    if (wanted.whole().isPresent() && received + count > wanted.whole().getAsInt()) {
      throw refusals
          .body(wanted.address(), "sent more than " + wanted.whole().getAsInt() + " bytes")
          .asException();
    }
    upload.write(bytes);
    List<Waiter> ready;
    synchronized (this) {
      received += count;
      long visible = visible();
      ready = waiters.stream().filter(waiter -> waiter.position() < visible).toList();
      waiters.removeAll(ready);
    }
    ready.forEach(waiter -> waiter.callback().run());
  }

  @Override
  public boolean restart(UpstreamReply reply) {
    if (!listener.restart(reply)) {
      return false;
    }
    letGo();
    return true;
  }

  /** Goes on in another thread: whoever brings bytes has others to bring. */
  @Override
  public void end() {
    executor.execute(this::keep);
  }

  private void keep() {
    try {
      requireDigest();
      Optional<byte[]> bytes = wanted.whole().isPresent() ? Optional.of(bytes()) : Optional.empty();
      synchronized (this) {
        state = State.ENDING;
      }
      Staged staged = upload.finish();
      Arrived arrived = new Arrived(staged, headers, bytes);
      Asset asset = kept(content.commit(wanted.keep().apply(arrived)).written());
      listener.kept(asset, headers);
      settle(State.KEPT, asset.blob(), null);
    } catch (IOException | RuntimeException e) {
      failed(e instanceof IOException expected ? expected : new IOException(e));
    } finally {
      close();
    }
  }

  private Asset kept(List<Asset> written) throws IOException {
    for (Asset asset : written) {
      if (asset.path().equals(wanted.path())) {
        return asset;
      }
    }
    return content
        .find(wanted.path())
        .orElseThrow(
            () -> new IOException("what came for '" + wanted.path() + "' was kept elsewhere"));
  }

  private void requireDigest() throws IOException {
    if (wanted.digest().isEmpty()) {
      return;
    }
    Digest right = wanted.digest().get();
    Digest sent = upload.digest(right.algorithm());
    if (!sent.equals(right)) {
      throw refusals
          .body(wanted.address(), "sent bytes of digest " + sent + ", not " + right)
          .asException();
    }
  }

  private byte[] bytes() throws IOException {
    ByteBuffer all = ByteBuffer.allocate((int) received);
    while (all.hasRemaining()) {
      if (upload.read(all.position(), all) <= 0) {
        throw new IOException("upload " + upload.id() + " is shorter than it was");
      }
    }
    return all.array();
  }

  @Override
  public void failed(IOException cause) {
    // Before the bytes go: nobody looks for them from now on, but waits to be told why.
    synchronized (this) {
      state = State.ENDING;
    }
    letGo();
    listener.failed(cause);
    settle(State.FAILED, null, cause);
  }

  private void settle(State end, StoredBlob stored, IOException cause) {
    List<Waiter> ready;
    synchronized (this) {
      state = end;
      blob = stored;
      failure = cause;
      ready = List.copyOf(waiters);
      waiters.clear();
    }
    ready.forEach(waiter -> waiter.callback().run());
  }

  private void letGo() {
    try {
      upload.cancel();
    } catch (IOException e) {
      LOG.warn("What came for '{}' stays until it is purged", wanted.path(), e);
    }
    close();
  }

  private void close() {
    try {
      upload.close();
    } catch (IOException e) {
      LOG.warn("The upload for '{}' is not let go of", wanted.path(), e);
    }
  }

  private record Arrived(Staged content, Headers headers, Optional<byte[]> all) implements Arrival {

    @Override
    public String contentType() {
      return Fields.contentType(headers);
    }

    @Override
    public byte[] bytes() throws IOException {
      return all.orElseThrow(() -> new IOException("it was not wanted whole"));
    }
  }
}
