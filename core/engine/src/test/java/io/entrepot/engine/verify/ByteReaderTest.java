package io.entrepot.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ByteReaderTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void shouldComputeAllThatIsAskedForAndNoFasterThanItMay() throws IOException {
    Path file = folder.newFile().toPath();
    Files.write(file, StorageFixture.bytes(1, 600_000));
    ByteReader reader = new ByteReader(2_000_000);
    long begun = System.nanoTime();
    try (FileChannel channel = FileChannel.open(file)) {
      assertThat(
              reader.digests(
                  channel, Set.of(DigestAlgorithm.MD5, DigestAlgorithm.SHA256), () -> {}))
          .isEqualTo(
              Map.of(
                  DigestAlgorithm.MD5, computed(DigestAlgorithm.MD5),
                  DigestAlgorithm.SHA256, computed(DigestAlgorithm.SHA256)));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(250));
    assertThat(reader.bytes()).isEqualTo(600_000);
  }

  private static Digest computed(DigestAlgorithm algorithm) {
    try {
      return Digest.of(
          algorithm,
          MessageDigest.getInstance(algorithm.javaName()).digest(StorageFixture.bytes(1, 600_000)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
