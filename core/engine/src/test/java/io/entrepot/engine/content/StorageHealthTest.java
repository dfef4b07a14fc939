package io.entrepot.engine.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.blob.BlobStores;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Rule;
import org.junit.Test;

public class StorageHealthTest {

  @Rule public final ContentFixture fixture = new ContentFixture();

  @Test
  public void shouldBeWell() {
    StorageHealth health = new StorageHealth(fixture.database(), fixture.stores());
    assertThat(health.writable())
        .extracting(check -> check.name())
        .containsExactly("database", "blob store 'default'");
    assertThat(health.writable()).allMatch(check -> check.problem().isEmpty());
  }

  @Test
  public void shouldTryToWriteOnceASecond() throws IOException {
    AtomicLong time = new AtomicLong(7);
    StorageHealth health = new StorageHealth(fixture.database(), fixture.stores(), time::get);
    health.writable();
    forget();
    time.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
    health.writable();
    assertThat(tried()).isFalse();
    time.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
    health.writable();
    assertThat(tried()).isTrue();
  }

  @Test
  public void shouldBeUnwellBelowTheReserve() throws IOException {
    try (BlobStores reserved =
        new BlobStores(
            fixture.database(), fixture.data().resolve("more"), 1L << 60, Clock.systemUTC())) {
      assertThat(new StorageHealth(fixture.database(), reserved).writable())
          .hasSize(2)
          .allSatisfy(
              check -> assertThat(check.problem().orElseThrow()).contains("kept in reserve"));
    }
  }

  private void forget() throws IOException {
    fixture
        .database()
        .write(handle -> handle.execute("DELETE FROM setting WHERE name = 'writable'"));
  }

  private boolean tried() throws IOException {
    return fixture
        .database()
        .read(
            handle ->
                handle
                    .createQuery("SELECT 1 FROM setting WHERE name = 'writable'")
                    .map((row, context) -> row.getInt(1))
                    .findOne()
                    .isPresent());
  }
}
