package io.entrepot.shell.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.BlobStory;
import io.entrepot.shell.console.FakeSession;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.Retention;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Test;

public final class WhyBlobTest {

  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
  private static final String DIGEST = "sha256:" + "ab".repeat(32);

  private final FakeSession session = new FakeSession();

  @Test
  public void shouldTellWhoHasItAndWhy() throws CommandException {
    why(
            DIGEST,
            List.of(
                new BlobStory(
                    "default",
                    "ab.1",
                    1_500,
                    TIME,
                    1,
                    Optional.empty(),
                    Optional.empty(),
                    List.of(
                        new BlobStory.Holder(
                            "images",
                            BlobStory.State.SERVED,
                            AssetPath.of("app/layer"),
                            Retention.WHILE_NEEDED,
                            List.of(),
                            Optional.of(TIME),
                            Optional.of(TIME.plusSeconds(3600)))))))
        .execute(session);

    assertThat(session.printed())
        .contains("Blob store 'default', 1.5 kB, since 2026-01-02T03:04:05Z: one asset has it")
        .contains("images", "app/layer")
        .contains("goes after 2026-01-02T04:04:05Z unless it is read or needed before");
  }

  @Test
  public void shouldSayThatNothingHasIt() {
    assertThatThrownBy(() -> why(DIGEST, List.of()).execute(session))
        .hasMessage("No blob store has anything with the digest '" + DIGEST + "'");
    assertThatThrownBy(() -> why("x", List.of()).execute(session)).hasMessage("not a digest: 'x'");
  }

  private static WhyBlob why(String digest, List<BlobStory> stories) {
    WhyBlob command = new WhyBlob();
    command.inquiry = unused -> stories;
    command.digest = digest;
    return command;
  }
}
