package io.entrepot.shell.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.shell.console.FakeLine;
import io.entrepot.shell.console.FakeSession;
import io.entrepot.shell.repository.FakeRepositories;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Test;

public final class FormatCommandsTest {

  private final FakeRepositories repositories = new FakeRepositories();

  @Test
  public void shouldListInstalledAndMissingFormats() throws CommandException {
    FakeSession session = new FakeSession();
    ListFormats command = new ListFormats();
    command.repositories = repositories;

    command.execute(session);

    assertThat(session.printed().lines())
        .anySatisfy(line -> assertThat(line).containsSubsequence("barrel", "missing", "1"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .containsSubsequence(
                        "crate", "Crate", "installed", "hosted, group", "1", "example.crate"));
  }

  @Test
  public void shouldCompleteWhatCanBeCreated() {
    FormatNames formats = new FormatNames();
    formats.repositories = repositories;
    TypeNames types = new TypeNames();
    types.repositories = repositories;

    assertThat(FakeLine.complete(formats, "")).containsExactly("crate");
    assertThat(FakeLine.complete(types, "")).containsExactly("group", "hosted");
  }
}
