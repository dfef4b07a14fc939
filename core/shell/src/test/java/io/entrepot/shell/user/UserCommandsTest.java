package io.entrepot.shell.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.UserAdmin.Status;
import io.entrepot.engine.admin.UserAdmin.User;
import io.entrepot.shell.console.FakeLine;
import io.entrepot.shell.console.FakeSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class UserCommandsTest {

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private final FakeUsers users = new FakeUsers();
  private final FakeSession session = new FakeSession();

  private CreateUser create(String id, String... later) {
    CreateUser command = new CreateUser();
    command.users = users;
    command.id = id;
    command.later = List.of(later);
    return command;
  }

  private ChangePassword password(String id, String... later) {
    ChangePassword command = new ChangePassword();
    command.users = users;
    command.id = id;
    command.later = List.of(later);
    return command;
  }

  private String passwordFile(String content) throws IOException {
    Path file = temporary.newFile().toPath();
    return Files.writeString(file, content).toString();
  }

  @Test
  public void shouldListUsers() throws CommandException {
    ListUsers command = new ListUsers();
    command.users = users;

    command.execute(session);

    assertThat(session.printed().lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .containsSubsequence(
                        "admin", "Ada Min", "ada@example.org", "active", "nx-admin"))
        .anySatisfy(
            line ->
                assertThat(line).containsSubsequence("bob", "disabled", "nx-anonymous, writers"));
  }

  @Test
  public void shouldCreateAUserWithThePasswordOfAFile() throws Exception {
    String file = passwordFile("s3cret words\nrest\n");

    create(
            "carl",
            "--role",
            "writers",
            "--role=nx-admin",
            "--first-name",
            "Carl",
            "--last-name=Cask",
            "--email",
            "c@example.org",
            "--password-file",
            file)
        .execute(session);

    assertThat(users.user("carl"))
        .contains(
            new User(
                "carl",
                "Carl",
                "Cask",
                "c@example.org",
                Status.ACTIVE,
                Set.of("writers", "nx-admin")));
    assertThat(users.passwords()).containsEntry("carl", "s3cret words");
    assertThat(session.printed()).contains("Created user 'carl'").doesNotContain("s3cret");
  }

  @Test
  public void shouldTakeThePasswordFromStandardInput() throws CommandException {
    session.input("from stdin\n");

    password("bob", "--password-stdin").execute(session);

    assertThat(users.passwords()).containsEntry("bob", "from stdin");
  }

  @Test
  public void shouldAskTwiceWithoutShowingThePassword() throws CommandException {
    session.answering("one", "two", "same", "same");
    assertThatThrownBy(() -> password("bob").execute(session))
        .isInstanceOf(CommandException.class)
        .hasMessage("The two passwords differ");
    assertThat(users.passwords()).isEmpty();

    password("bob").execute(session);

    assertThat(users.passwords()).containsEntry("bob", "same");
    assertThat(session.questions()).hasSize(4).allMatch(asked -> asked.startsWith("[*]"));
  }

  @Test
  public void shouldSayWhereAScriptCanGiveThePassword() {
    assertThatThrownBy(() -> password("bob").execute(session))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("--password-file")
        .hasMessageContaining("--password-stdin");
  }

  @Test
  public void shouldRefusePasswordsThatAreNone() throws IOException {
    String empty = passwordFile("\n");

    assertThatThrownBy(() -> password("bob", "--password-stdin").execute(session))
        .hasMessage("The password is empty");
    assertThatThrownBy(() -> password("bob", "--password-file", empty).execute(session))
        .hasMessage("The password is empty");
    assertThatThrownBy(() -> password("bob", "--password-file", "secret").execute(session))
        .hasMessage("--password-file: 'secret' is no absolute path of a file on the server");
    assertThatThrownBy(() -> password("bob", "--password-file", empty + ".no").execute(session))
        .hasMessageContaining(empty + ".no");
    assertThatThrownBy(
            () -> password("bob", "--password-file", empty, "--password-stdin").execute(session))
        .hasMessageContaining("exclude each other");
    assertThat(users.passwords()).isEmpty();
  }

  @Test
  public void shouldNameTheUserThatIsThereOrNot() {
    assertThatThrownBy(() -> create("bob", "--password-stdin").execute(session))
        .isInstanceOf(CommandException.class)
        .hasMessage("id: there is a user 'bob' already");
    assertThatThrownBy(() -> password("nobody", "--password-stdin").execute(session))
        .isInstanceOf(CommandException.class)
        .hasMessage("id: there is no user 'nobody'");
  }

  @Test
  public void shouldTellWhatTheEngineRefuses() {
    session.input("x\n");

    assertThatThrownBy(() -> create("carl", "--role", "none", "--password-stdin").execute(session))
        .isInstanceOf(CommandException.class)
        .hasMessage("roles: there is no role 'none'");
  }

  @Test
  public void shouldCompleteUsersAndRoles() {
    UserNames userNames = new UserNames();
    userNames.users = users;
    RoleNames roleNames = new RoleNames();
    roleNames.users = users;

    assertThat(FakeLine.complete(userNames, "a")).containsExactly("admin");
    assertThat(FakeLine.complete(roleNames, "")).containsExactly("nx-admin", "writers");
  }
}
