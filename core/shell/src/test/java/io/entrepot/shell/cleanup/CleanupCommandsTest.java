package io.entrepot.shell.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.CleanupAdmin;
import io.entrepot.engine.admin.CleanupPolicy;
import io.entrepot.engine.admin.CleanupPolicy.SortBy;
import io.entrepot.engine.admin.CleanupPreview;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.shell.console.FakeLine;
import io.entrepot.shell.console.FakeSession;
import io.entrepot.spi.content.Component;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Test;

public final class CleanupCommandsTest {

  private static final CleanupPolicy POLICY =
      new CleanupPolicy(
          "old-ones",
          "*",
          "",
          OptionalInt.of(30),
          OptionalInt.of(10),
          Optional.of(CleanupPolicy.ReleaseType.PRERELEASES),
          Optional.of(".*jar"),
          OptionalInt.of(3),
          SortBy.DATE);

  private final FakeSession session = new FakeSession();
  private final FakeCleanup cleanup = new FakeCleanup();

  @Test
  public void shouldTellWhatWouldGoAndWhy() throws CommandException {
    PreviewCleanup command = preview("files");
    command.policies.add("old-ones");
    command.execute(session);
    assertThat(session.printed())
        .containsSubsequence(
            "lib", "1.0-rc1", "old-ones", "a pre-release, never downloaded", "2026-05-01")
        .contains("… and 6 more", "7 of 9 components would be removed");
  }

  @Test
  public void shouldSayThatNothingWouldGo() throws CommandException {
    cleanup.matching = 0;
    preview("files").execute(session);
    assertThat(session.printed().strip()).isEqualTo("0 of 9 components would be removed");
  }

  @Test
  public void shouldSayWhatIsNotThere() {
    assertThatThrownBy(() -> preview("none").execute(session))
        .hasMessage("repository: there is no repository 'none'");
  }

  @Test
  public void shouldListPolicies() throws CommandException {
    ListPolicies command = new ListPolicies();
    command.cleanup = cleanup;
    command.execute(session);
    assertThat(session.printed())
        .contains(
            "not updated for 30 days, not downloaded for 10 days, prereleases, a path matches"
                + " .*jar, all but the 3 newest by date");
  }

  @Test
  public void shouldCompleteNamesOfPolicies() {
    PolicyNames names = new PolicyNames();
    names.cleanup = cleanup;
    assertThat(FakeLine.complete(names, "o")).containsExactly("old-ones");
  }

  private PreviewCleanup preview(String repository) {
    PreviewCleanup command = new PreviewCleanup();
    command.cleanup = cleanup;
    command.repository = repository;
    return command;
  }

  private static final class FakeCleanup implements CleanupAdmin {

    private long matching = 7;

    @Override
    public List<CleanupPolicy> policies() {
      return List.of(POLICY);
    }

    @Override
    public Optional<CleanupPolicy> find(String name) {
      return Optional.of(POLICY);
    }

    @Override
    public List<String> users(String policy) {
      return List.of("files", "images");
    }

    @Override
    public void create(CleanupPolicy policy) {
      throw new AssertionError("no command makes policies");
    }

    @Override
    public void update(CleanupPolicy policy) {
      throw new AssertionError("no command changes policies");
    }

    @Override
    public void delete(String name) {
      throw new AssertionError("no command removes policies");
    }

    @Override
    public CleanupPreview preview(String repository, List<String> policies, int most)
        throws RefusedException {
      if (repository.equals("none")) {
        throw new RefusedException(
            RefusedException.Kind.NOT_FOUND, "repository", "there is no repository 'none'");
      }
      return new CleanupPreview(
          9,
          matching,
          matching == 0
              ? List.of()
              : List.of(
                  new CleanupPreview.Candidate(
                      new Component("g", "lib", "1.0-rc1"),
                      "old-ones",
                      List.of("a pre-release", "never downloaded"),
                      Instant.parse("2026-05-01T12:00:00Z"),
                      Optional.empty())));
    }
  }
}
