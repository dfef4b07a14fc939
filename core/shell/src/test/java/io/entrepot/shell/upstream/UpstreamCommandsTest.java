package io.entrepot.shell.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.UpstreamAdmin;
import io.entrepot.engine.admin.UpstreamView;
import io.entrepot.shell.console.FakeSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.Test;

public final class UpstreamCommandsTest {

  private final FakeSession session = new FakeSession();
  private final List<String> done = new ArrayList<>();
  private final UpstreamAdmin upstreams = new Fake();

  @Test
  public void shouldListUpstreams() throws Exception {
    ListUpstreams list = new ListUpstreams();
    list.upstreams = upstreams;
    list.execute(session);
    assertThat(session.printed())
        .contains("hub", "https://hub.example", "auto-blocked", "2026-01-01T00:00:00Z", "17")
        .contains("it does not answer");
  }

  @Test
  public void shouldBlockAndUnblock() throws Exception {
    BlockUpstream block = new BlockUpstream();
    block.upstreams = upstreams;
    block.name = "hub";
    block.execute(session);
    UnblockUpstream unblock = new UnblockUpstream();
    unblock.upstreams = upstreams;
    unblock.name = "hub";
    unblock.execute(session);
    assertThat(done).containsExactly("block hub true", "block hub false");
    block.name = "none";
    assertThatThrownBy(() -> block.execute(session)).hasMessageContaining("no repository 'none'");
  }

  private final class Fake implements UpstreamAdmin {

    @Override
    public List<UpstreamView> list() {
      return List.of(
          new UpstreamView(
              "hub",
              "https://hub.example",
              UpstreamView.State.AUTO_BLOCKED,
              "it does not answer",
              Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
              OptionalLong.of(17),
              3));
    }

    @Override
    public UpstreamView find(String repository) {
      return list().get(0);
    }

    @Override
    public void block(String repository, boolean blocked) throws RefusedException {
      if (!repository.equals("hub")) {
        throw new RefusedException(
            RefusedException.Kind.NOT_FOUND, "name", "there is no repository 'none'");
      }
      done.add("block " + repository + " " + blocked);
    }

    @Override
    public void invalidate(String repository) {
      done.add("invalidate " + repository);
    }
  }
}
