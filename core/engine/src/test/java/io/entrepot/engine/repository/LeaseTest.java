package io.entrepot.engine.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;

public final class LeaseTest {

  private final AtomicInteger ends = new AtomicInteger();
  private final Lease lease = new Lease(ends::incrementAndGet);

  @Test
  public void shouldEndOnceWhenTheLastUserIsGone() {
    assertThat(lease.acquire()).isTrue();
    lease.retire();
    lease.retire();
    assertThat(lease.users()).isEqualTo(1);
    assertThat(lease.awaitEnd(Duration.ZERO)).isFalse();
    assertThat(ends).hasValue(0);

    lease.release();

    assertThat(lease.awaitEnd(Duration.ZERO)).isTrue();
    assertThat(ends).hasValue(1);
    assertThat(lease.acquire()).isFalse();
    assertThat(lease.users()).isZero();
  }

  @Test
  public void shouldEndOnceUnderManyUsers() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger afterTheEnd = new AtomicInteger();
    List<Thread> users = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Thread user =
          new Thread(
              () -> {
                try {
                  go.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                while (lease.acquire()) {
                  afterTheEnd.addAndGet(ends.get());
                  lease.release();
                }
              });
      user.start();
      users.add(user);
    }
    go.countDown();
    lease.retire();
    for (Thread user : users) {
      user.join();
    }
    assertThat(ends).hasValue(1);
    assertThat(afterTheEnd).hasValue(0);
  }
}
