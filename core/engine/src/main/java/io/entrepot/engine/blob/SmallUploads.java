package io.entrepot.engine.blob;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The memory for the beginnings of uploads: enough for many clients that are quick, and no more
 * however many are slow.
 */
final class SmallUploads {

  /** Of 64 KiB at most, each. */
  static final int MOST = 256;

  private final Semaphore free = new Semaphore(MOST);

  /**
   * Begins one, to be ended; empty if it will be too large, or there are too many: then its bytes
   * go to a file at once.
   *
   * @param announced how many will come, as far as that is known
   */
  Optional<SmallUpload> begin(long announced) {
    return announced <= SmallUpload.MOST && free.tryAcquire()
        ? Optional.of(new SmallUpload(announced))
        : Optional.empty();
  }

  /** One is done with. */
  void end() {
    free.release();
  }
}
