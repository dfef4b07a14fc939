package io.entrepot.engine.collect;

import static io.entrepot.engine.collect.CollectorFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.admin.BlobStory;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.Retention;
import io.entrepot.testkit.TestBytes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;

public final class BlobReasonsTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @Rule public final CollectorFixture fixture = new CollectorFixture();

  @Test
  public void shouldNameWhatHasItAndWhatNeedsThat() throws IOException {
    fixture.put(write("layer").retained(Retention.WHILE_NEEDED), "bytes");
    fixture.put(write("top").referring(Set.of(AssetPath.of("layer"))), "top");

    BlobStory story = why("bytes");

    assertThat(story.goesAfter()).isEmpty();
    assertThat(story.holders()).hasSize(1);
    assertThat(story.holders().get(0).repository()).isEqualTo("files");
    assertThat(story.holders().get(0).neededBy()).containsExactly(AssetPath.of("top"));
    assertThat(story.holders().get(0).reason()).isEqualTo("needed by top");
    assertThat(why("top").holders().get(0).reason()).isEqualTo("stays until somebody deletes it");
  }

  @Test
  public void shouldSayWhenTheLastReadLetsItGo() throws IOException {
    Instant set = fixture.clock.instant();
    Asset layer = fixture.put(write("layer").retained(Retention.WHILE_NEEDED), "bytes");
    assertThat(why("bytes").holders().get(0).goesAfter()).contains(set.plus(HOUR));

    fixture.clock.advance(Duration.ofMinutes(40));
    fixture.content().find(layer.path());

    assertThat(why("bytes").holders().get(0).goesAfter())
        .contains(fixture.clock.instant().plus(HOUR));
  }

  @Test
  public void shouldGoByTheRepositorysPolicy() throws IOException {
    Instant set = fixture.clock.instant();
    fixture.put(write("old").retained(Retention.BY_POLICY), "bytes");
    assertThat(why("bytes").holders().get(0).goesAfter()).isEmpty();

    fixture.policy = Optional.of(Duration.ofDays(30));

    assertThat(why("bytes").holders().get(0).goesAfter()).contains(set.plus(Duration.ofDays(30)));
  }

  @Test
  public void shouldSayOfGarbageSinceWhen() throws IOException {
    fixture.put(write("a"), "bytes");
    fixture.delete("a");

    BlobStory story = why("bytes");

    assertThat(story.garbageSince()).contains(fixture.clock.instant());
    assertThat(story.goesAfter()).contains(fixture.clock.instant().plus(HOUR));
    assertThat(story.holders()).isEmpty();
    assertThat(new BlobReasons(fixture.contents, fixture).why(TestBytes.sha256("none"))).isEmpty();
  }

  private BlobStory why(String text) throws IOException {
    return new BlobReasons(fixture.contents, fixture).why(TestBytes.sha256(text)).get(0);
  }
}
