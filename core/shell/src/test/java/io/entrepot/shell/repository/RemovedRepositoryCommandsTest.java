package io.entrepot.shell.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.RemovedRepositoryAdmin;
import io.entrepot.engine.admin.RemovedRepositoryView;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.admin.RepositoryView;
import io.entrepot.shell.console.FakeSession;
import io.entrepot.spi.format.Recipe;
import io.entrepot.spi.format.RepositoryType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Test;

public final class RemovedRepositoryCommandsTest {

  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private final FakeSession session = new FakeSession();
  private final Fake removed = new Fake();

  @Test
  public void shouldListWhatCanBeRestored() throws CommandException {
    ListRemovedRepositories command = new ListRemovedRepositories();
    command.removed = removed;

    command.execute(session);

    assertThat(session.printed())
        .contains("images", "2026-01-09T03:04:05Z", "1.5 kB")
        .contains("A deleted repository can be restored for 7 days");
  }

  @Test
  public void shouldRestoreByNameAndById() throws CommandException {
    restore("images").execute(session);
    restore("3").execute(session);

    assertThat(removed.done).containsExactly("restore 1", "restore 3");
    assertThat(session.printed()).contains("Restored repository 'images'");
  }

  @Test
  public void shouldAskForAnIdWhereANameIsNotEnough() {
    assertThatThrownBy(() -> restore("files").execute(session))
        .hasMessage("Several deleted repositories had the name 'files': give an id, one of 2, 3");
    assertThatThrownBy(() -> restore("none").execute(session))
        .hasMessage("There is no deleted repository 'none'");
    assertThat(removed.done).isEmpty();
  }

  @Test
  public void shouldGiveOneUp() throws CommandException {
    ForgetRepository command = new ForgetRepository();
    command.removed = removed;
    command.repository = "images";

    command.execute(session);

    assertThat(removed.done).containsExactly("forget 1");
    assertThat(session.printed()).contains("cannot be restored any more");
  }

  private RestoreRepository restore(String repository) {
    RestoreRepository command = new RestoreRepository();
    command.removed = removed;
    command.repository = repository;
    return command;
  }

  private static final class Fake implements RemovedRepositoryAdmin {

    final List<String> done = new ArrayList<>();

    @Override
    public Duration window() {
      return Duration.ofDays(7);
    }

    @Override
    public List<RemovedRepositoryView> list() {
      return List.of(view(1, "images"), view(2, "files"), view(3, "files"));
    }

    @Override
    public RepositoryView restore(long id) {
      done.add("restore " + id);
      return new RepositoryView(view(id, "x").definition(), Optional.empty(), List.of(), 0, 0);
    }

    @Override
    public void forget(long id) {
      done.add("forget " + id);
    }

    private static RemovedRepositoryView view(long id, String name) {
      return new RemovedRepositoryView(
          id,
          new RepositoryDefinition(
              name, new Recipe("plain", RepositoryType.HOSTED), true, Map.of()),
          3,
          1_500,
          TIME,
          TIME.plus(Duration.ofDays(7)));
    }
  }
}
