package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * {@code kill -9} at any time, under load: what was acknowledged is there and right, and nothing
 * else is there that is not. So many kills as {@code entrepot.kills} says.
 */
public class KillIT {

  private static final int KILLS = Integer.getInteger("entrepot.kills", 25);
  private static final int PUSHERS = 16;
  private static final Duration READY = Duration.ofSeconds(10);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Random random = new Random(3);

  @Test
  public void shouldKeepAllThatWasAcknowledgedThroughKills() throws Exception {
    try (LightProcess server = new LightProcess(folder.getRoot().toPath().resolve("data"))) {
      server.start();
      Duration slowest = Duration.ZERO;
      Map<String, String> checked = new HashMap<>();
      try (Pushers pushers =
          new Pushers(
              server.port(), server.admin(), folder.getRoot().toPath().resolve("acknowledged"))) {
        for (int kill = 1; kill <= KILLS; kill++) {
          push(pushers, server);
          Duration ready = server.start();
          slowest = ready.compareTo(slowest) > 0 ? ready : slowest;
          assertThat(pushers.verify(checked)).as("after kill %d", kill).isEmpty();
          checked.putAll(pushers.acknowledged());
        }
        assertThat(pushers.verify(Map.of())).isEmpty();
        assertThat(pushers.unexpected()).isEmpty();
        System.err.printf(
            "figures: %d kills, %d acknowledged, slowest start %d ms%n",
            KILLS, pushers.acknowledged().size(), slowest.toMillis());
        assertThat(pushers.acknowledged()).hasSizeGreaterThan(KILLS);
      }
      assertThat(slowest).isLessThanOrEqualTo(READY);
    }
  }

  private void push(Pushers pushers, LightProcess server) throws Exception {
    int before = pushers.acknowledged().size();
    pushers.during(
        PUSHERS,
        () -> {
          Waiting.until(
              "something is acknowledged",
              Duration.ofSeconds(30),
              () -> pushers.acknowledged().size() > before + 5);
          pause(random.nextInt(1_000));
          server.kill();
        });
  }

  private static void pause(long milliseconds) throws IOException {
    try {
      boolean ignored = new CountDownLatch(1).await(milliseconds, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
