package io.entrepot.engine.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Test;

/** No blob is removed while somebody needs all of them. */
public class BlobHoldTest {

  private final BlobHold blobs = new BlobHold();
  private final ExecutorService executor = Executors.newSingleThreadExecutor();

  @After
  public void stop() {
    executor.shutdownNow();
  }

  @Test
  public void shouldLetNobodyRemoveWhatIsHeld() throws Exception {
    BlobHold.Permit one = blobs.hold();
    BlobHold.Permit other = blobs.hold();
    assertThat(blobs.removal()).isEmpty();
    one.close();
    one.close();
    assertThat(blobs.removal()).isEmpty();
    other.close();
    assertThat(blobs.removal()).isPresent();
  }

  @Test
  public void shouldWaitForARemovalAndLetNoOtherBegin() throws Exception {
    BlobHold.Permit removal = blobs.removal().orElseThrow();
    CountDownLatch held = new CountDownLatch(1);
    Future<?> holding =
        executor.submit(
            () -> {
              blobs.hold();
              held.countDown();
              return null;
            });
    while (blobs.removal().map(this::ended).orElse(false)) {
      Thread.onSpinWait(); // until the other thread has asked
    }
    assertThat(held.getCount()).isEqualTo(1);
    removal.close();
    holding.get(10, TimeUnit.SECONDS);
    assertThat(blobs.removal()).isEmpty();
  }

  private boolean ended(BlobHold.Permit removal) {
    removal.close();
    return true;
  }
}
