package io.entrepot.format.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.Rule;
import org.junit.Test;

/**
 * R1: eight clients push images that share layers, mount, move and delete tags, while the collector
 * runs in a loop that spares nothing for any time. What was acknowledged and is still tagged is
 * there, every byte of it. {@code -Dentrepot.collect.seconds=600} makes it last.
 */
public final class CollectedWhilePushedTest {

  private static final int PUSHERS = 8;
  private static final int TAGS = 3;
  private static final Duration TIME =
      Duration.ofSeconds(Long.getLong("entrepot.collect.seconds", 20));

  @Rule public final CollectedRegistry registry = new CollectedRegistry(Optional.of("0"));

  private final AtomicReferenceArray<byte[]> layers = new AtomicReferenceArray<>(6);
  private final Map<String, byte[]> tagged = new ConcurrentHashMap<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger skipped = new AtomicInteger();
  private final AtomicInteger mounted = new AtomicInteger();
  private volatile boolean over;

  @Test
  public void shouldLoseNothingThatWasAcknowledged() throws Exception {
    for (int i = 0; i < layers.length(); i++) {
      layers.set(i, Images.blob(2_000));
    }
    ExecutorService threads = Executors.newFixedThreadPool(PUSHERS + 1);
    try {
      List<Future<Integer>> pushers = new ArrayList<>();
      long end = System.nanoTime() + TIME.toNanos();
      for (int i = 0; i < PUSHERS; i++) {
        Pusher pusher = new Pusher(i, end);
        pushers.add(threads.submit(pusher));
      }
      Future<Integer> collections = threads.submit(this::collect);
      for (Future<Integer> pusher : pushers) {
        pusher.get();
      }
      over = true;
      assertThat(collections.get()).isGreaterThan(10);
    } finally {
      over = true;
      threads.shutdown();
    }
    registry.collect();
    for (Map.Entry<String, byte[]> tag : tagged.entrySet()) {
      assertWhole(tag.getKey(), tag.getValue());
    }
    assertThat(acknowledged.get()).isGreaterThan(100);
    assertThat(skipped.get()).isPositive();
    assertThat(mounted.get()).isPositive();
    assertThat(registry.reports()).anyMatch(line -> line.matches("[1-9]\\d* assets .*"));
    System.out.printf(
        "%d manifests acknowledged, %d refused for a blob that was gone, %d collections%n",
        acknowledged.get(), refused.get(), registry.reports().size());

    for (String tag : tagged.keySet()) {
      assertThat(registry.send(Call.delete("/v2/" + tag.replace(":", "/manifests/"))).status())
          .isEqualTo(202);
    }
    registry.collect();
    registry.collect();
    assertThat(registry.files()).isZero();
  }

  private int collect() throws IOException {
    int times = 0;
    while (!over) {
      registry.collect();
      times++;
    }
    return times;
  }

  private void assertWhole(String tag, byte[] manifest) throws IOException {
    String image = tag.split(":", 2)[0];
    Answer there = registry.send(Call.get("/v2/" + tag.replace(":", "/manifests/")));
    assertThat(there.status()).as(tag).isEqualTo(200);
    assertThat(there.body()).isEqualTo(manifest);
    JsonNode json = Json.read(manifest);
    List<JsonNode> needed = new ArrayList<>();
    needed.add(json.path("config"));
    json.path("layers").forEach(needed::add);
    for (JsonNode descriptor : needed) {
      String digest = descriptor.path("digest").asText();
      Answer blob = registry.send(Call.get("/v2/" + image + "/blobs/" + digest));
      assertThat(blob.status()).as(tag + " " + digest).isEqualTo(200);
      assertThat(Images.sha256(blob.body()).toString()).isEqualTo(digest);
    }
  }

  /** A client with tags of its own, on images that it shares with the others. */
  private final class Pusher implements Callable<Integer> {

    private final int number;
    private final long end;
    private final Random random;

    Pusher(int number, long end) {
      this.number = number;
      this.end = end;
      this.random = new Random(number);
    }

    @Override
    public Integer call() throws IOException {
      int rounds = 0;
      while (System.nanoTime() < end) {
        String image = "app" + random.nextInt(3);
        String tag = image + ":t" + number + "-" + random.nextInt(TAGS);
        if (random.nextInt(4) == 0) {
          drop(tag);
        } else {
          push(image, tag);
        }
        if (random.nextInt(20) == 0) {
          layers.set(random.nextInt(layers.length()), Images.blob(2_000));
        }
        rounds++;
      }
      return rounds;
    }

    private void drop(String tag) {
      byte[] gone = tagged.remove(tag);
      int status = registry.send(Call.delete("/v2/" + tag.replace(":", "/manifests/"))).status();
      assertThat(status).as("DELETE " + tag).isEqualTo(gone == null ? 404 : 202);
    }

    private void push(String image, String tag) throws IOException {
      byte[] config = Images.blob(50);
      byte[][] some = new byte[1 + random.nextInt(3)][];
      Arrays.setAll(some, i -> layers.get(random.nextInt(layers.length())));
      byte[] manifest = Images.bytes(Images.manifest(DigestAlgorithm.SHA256, config, some));
      while (true) {
        upload(image, config);
        for (byte[] layer : some) {
          bring(image, layer);
        }
        Answer answer = Images.put(registry, image, tag.split(":", 2)[1], manifest);
        if (answer.status() == 201) {
          break;
        }
        // Safe to try again: it says which blob is missing, and nothing was kept.
        assertThat(answer.error()).as(answer.text()).isEqualTo("MANIFEST_BLOB_UNKNOWN");
        refused.incrementAndGet();
        if (System.nanoTime() > end) {
          return;
        }
      }
      acknowledged.incrementAndGet();
      tagged.put(tag, manifest);
      assertWhole(tag, manifest);
    }

    /** As clients do: what is there is not sent, what another image has is mounted. */
    private void bring(String image, byte[] layer) throws IOException {
      Digest digest = Images.sha256(layer);
      if (registry.send(Call.head("/v2/" + image + "/blobs/" + digest)).status() == 200) {
        skipped.incrementAndGet();
        return;
      }
      String query = "mount=" + digest + "&from=app" + random.nextInt(3);
      Answer mount = registry.send(Call.post("/v2/" + image + "/blobs/uploads/").query(query));
      if (mount.status() == 201) {
        mounted.incrementAndGet();
      } else {
        upload(image, layer);
      }
    }

    private void upload(String image, byte[] blob) throws IOException {
      Images.push(registry, image, blob);
    }
  }
}
