package io.entrepot.shell.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RepositoryMoves;
import io.entrepot.shell.console.FakeSession;
import java.util.List;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Test;

public final class MoveRepositoryTest {

  private final FakeSession session = new FakeSession();

  @Test
  public void shouldSayHowFarItIsAndWhatCameOfIt() throws CommandException {
    MoveRepository command =
        command(
            (repository, store, progress) -> {
              for (int done = 0; done <= 2_500; done += 500) {
                progress.at(done, 2_500);
              }
              return new RepositoryMoves.Result(2_400, 20, 1_500, List.of());
            });

    command.execute(session);

    assertThat(session.printed().lines())
        .containsExactly(
            "1000 of 2500 assets",
            "2000 of 2500 assets",
            "Moved repository 'files' to blob store 'fast': 2400 assets, 20 blobs copied, 1.5 kB");
  }

  @Test
  public void shouldFailWhenSomethingIsLeft() {
    MoveRepository command =
        command(
            (repository, store, progress) ->
                new RepositoryMoves.Result(1, 1, 1, List.of("blob x cannot be read")));

    assertThatThrownBy(() -> command.execute(session))
        .hasMessage("Blobs that cannot be read were not moved; see above");
    assertThat(session.printed()).contains("blob x cannot be read");
  }

  @Test
  public void shouldSayWhyItIsRefused() {
    MoveRepository command =
        command(
            (repository, store, progress) -> {
              throw new RefusedException(
                  RefusedException.Kind.NOT_FOUND, "name", "there is no repository 'files'");
            });

    assertThatThrownBy(() -> command.execute(session))
        .hasMessage("name: there is no repository 'files'");
  }

  private static MoveRepository command(RepositoryMoves moves) {
    MoveRepository command = new MoveRepository();
    command.moves = moves;
    command.name = "files";
    command.store = "fast";
    return command;
  }
}
