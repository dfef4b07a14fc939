package io.entrepot.shell.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.shell.console.FakeLine;
import io.entrepot.shell.console.FakeSession;
import io.entrepot.spi.format.RepositoryType;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Test;

public final class RepositoryCommandsTest {

  private final FakeRepositories repositories = new FakeRepositories();
  private final FakeSession session = new FakeSession();

  private CreateRepository create(String format, String type, String name) {
    CreateRepository command = new CreateRepository();
    command.repositories = repositories;
    command.format = format;
    command.type = type;
    command.name = name;
    return command;
  }

  private DeleteRepository delete(String name) {
    DeleteRepository command = new DeleteRepository();
    command.repositories = repositories;
    command.name = name;
    return command;
  }

  @Test
  public void shouldListRepositoriesWithWhatIsWrong() throws CommandException {
    ListRepositories command = new ListRepositories();
    command.repositories = repositories;

    command.execute(session);

    assertThat(session.printed().lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .containsSubsequence(
                        "barrels", "barrel", "hosted", "yes", "format 'barrel' is missing"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .containsSubsequence(
                        "crates",
                        "crate",
                        "hosted",
                        "yes",
                        "/repository/crates/ https://host:5000",
                        "1.5 kB"));
  }

  @Test
  public void shouldShowAllSettingsOfARepository() throws CommandException {
    ShowRepository command = new ShowRepository();
    command.repositories = repositories;
    command.name = "barrels";

    command.execute(session);

    assertThat(session.printed())
        .containsSubsequence(
            "problem",
            "format 'barrel' is missing",
            "storage.blobStoreName",
            "default",
            "storage.writePolicy",
            "deny");
  }

  @Test
  public void shouldNameTheRepositoryThatIsNotThere() {
    ShowRepository command = new ShowRepository();
    command.repositories = repositories;
    command.name = "casks";

    assertThatThrownBy(() -> command.execute(session))
        .isInstanceOf(CommandException.class)
        .hasMessage("There is no repository 'casks'");
  }

  @Test
  public void shouldCreateWithOptionsBeforeAndAfterTheArguments() throws CommandException {
    CreateRepository command = create("crate", "hosted", "new");
    command.blobStore = "big";
    command.set.add("crate.lid=false");
    command.later =
        List.of("--http-port", "5001", "--write-policy=deny", "--subdomain", "new", "--offline");

    command.execute(session);

    RepositoryDefinition made = repositories.created().get(0);
    assertThat(made.name()).isEqualTo("new");
    assertThat(made.recipe().type()).isEqualTo(RepositoryType.HOSTED);
    assertThat(made.online()).isFalse();
    assertThat(made.settings())
        .isEqualTo(
            Map.of(
                "crate", Map.of("httpPort", "5001", "subdomain", "new", "lid", "false"),
                "storage", Map.of("blobStoreName", "big", "writePolicy", "deny")));
    assertThat(session.printed()).contains("Created repository 'new'", "/repository/new/");
  }

  @Test
  public void shouldCreateWithoutAnySetting() throws CommandException {
    create("crate", "group", "plain").execute(session);

    assertThat(repositories.created().get(0).settings()).isEmpty();
    assertThat(repositories.created().get(0).online()).isTrue();
  }

  @Test
  public void shouldRefuseWhatIsWrongNamingIt() {
    assertThatThrownBy(() -> create("barrel", "hosted", "x").execute(session))
        .isInstanceOf(CommandException.class)
        .hasMessage("format: 'barrel' is not installed; installed are: crate");
    assertThatThrownBy(() -> create("crate", "Hosted", "x").execute(session))
        .isInstanceOf(CommandException.class)
        .hasMessage("type: 'Hosted' is not one of hosted, proxy, group");
    assertThatThrownBy(() -> create("crate", "hosted", "crates").execute(session))
        .isInstanceOf(CommandException.class)
        .hasMessage("name: 'crates' is taken");
    assertThat(repositories.created()).isEmpty();
  }

  @Test
  public void shouldRefuseSettingsThatTheEngineWouldIgnore() {
    CreateRepository unknown = create("crate", "hosted", "x");
    unknown.set.add("crate.lit=true");
    assertThatThrownBy(() -> unknown.execute(session))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("crate.lit: there is no such setting of crate")
        .hasMessageContaining("crate.lid");

    CreateRepository formless = create("crate", "hosted", "x");
    formless.set.add("=true");
    assertThatThrownBy(() -> formless.execute(session))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("'=true' is not of the form path=value");

    CreateRepository twice = create("crate", "hosted", "x");
    twice.httpPort = "5000";
    twice.set.add("crate.httpPort=5001");
    assertThatThrownBy(() -> twice.execute(session))
        .isInstanceOf(CommandException.class)
        .hasMessage("crate.httpPort: it is set twice");
    assertThat(repositories.created()).isEmpty();
  }

  @Test
  public void shouldDeleteForAScriptWithoutAsking() throws CommandException {
    delete("crates").execute(session);

    assertThat(repositories.find("crates")).isEmpty();
    assertThat(session.printed()).contains("Deleted repository 'crates'");
  }

  @Test
  public void shouldAskBeforeItDeletes() throws CommandException {
    session.answering("no", "yes");
    assertThatThrownBy(() -> delete("crates").execute(session))
        .isInstanceOf(CommandException.class)
        .hasMessage("Nothing was done");
    assertThat(repositories.find("crates")).isPresent();

    delete("crates").execute(session);

    assertThat(repositories.find("crates")).isEmpty();
    assertThat(session.questions()).hasSize(2).allMatch(asked -> asked.contains("1.5 kB"));
  }

  @Test
  public void shouldNotAskWhenToldSo() throws CommandException {
    session.answering();
    DeleteRepository command = delete("crates");
    command.later = List.of("--yes");

    command.execute(session);

    assertThat(repositories.find("crates")).isEmpty();
    assertThatThrownBy(() -> delete("crates").execute(session))
        .isInstanceOf(CommandException.class)
        .hasMessage("There is no repository 'crates'");
  }

  @Test
  public void shouldCompleteNamesAndSettings() {
    RepositoryNames names = new RepositoryNames();
    names.repositories = repositories;
    SettingPaths paths = new SettingPaths();
    paths.repositories = repositories;

    assertThat(FakeLine.complete(names, "")).containsExactly("barrels", "crates");
    assertThat(FakeLine.complete(names, "cr")).containsExactly("crates");
    assertThat(FakeLine.complete(paths, "crate."))
        .containsExactly("crate.httpPort", "crate.httpsPort", "crate.lid", "crate.subdomain");
  }
}
