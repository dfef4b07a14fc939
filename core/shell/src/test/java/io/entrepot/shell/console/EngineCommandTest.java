package io.entrepot.shell.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.RefusedException;
import java.io.IOException;
import java.util.List;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Test;

public final class EngineCommandTest {

  private static final class Failing extends EngineCommand {
    private final RefusedException refused;
    private final IOException failed;

    Failing(RefusedException refused, IOException failed) {
      this.refused = refused;
      this.failed = failed;
    }

    @Override
    protected void run(Console console) throws RefusedException, IOException {
      if (refused != null) {
        throw refused;
      }
      throw failed;
    }
  }

  private static String told(RefusedException refused, IOException failed) {
    try {
      new Failing(refused, failed).execute(new FakeSession());
    } catch (CommandException e) {
      assertThat(e.getNiceHelp()).isEqualTo(e.getMessage());
      return e.getMessage();
    }
    throw new AssertionError("it did not fail");
  }

  private static RefusedException refused(String field, String message) {
    return new RefusedException(RefusedException.Kind.INVALID, field, message);
  }

  @Test
  public void shouldTellARefusalInOneLineWithTheField() {
    assertThat(told(refused("connector.httpPort", "port 5000 is taken"), null))
        .isEqualTo("connector.httpPort: port 5000 is taken");
    assertThat(told(refused("name", "name: 'x y' is no name"), null))
        .isEqualTo("name: 'x y' is no name");
    assertThat(told(refused("", "It is the last one"), null)).isEqualTo("It is the last one");
  }

  @Test
  public void shouldTellAFailureInOneLine() {
    assertThat(told(null, new IOException("disk full"))).isEqualTo("disk full");
    assertThat(told(null, new IOException())).isEqualTo("IOException");
  }

  @Test
  public void shouldKeepTheTerminalFromWhatClientsSent() {
    assertThat(told(refused("name", "'\u001b[2J\nx' is no name"), null))
        .isEqualTo("name: '?[2J?x' is no name");
  }

  @Test
  public void shouldPrintTablesWithoutControlCharacters() throws CommandException {
    FakeSession session = new FakeSession();
    new EngineCommand() {
      @Override
      protected void run(Console console) {
        console.table(
            new String[] {"A", "B"},
            List.<String[]>of(new String[] {"\u001b[31mred", "\u202eevil"}));
      }
    }.execute(session);

    assertThat(session.printed()).contains("?[31mred | ?evil").doesNotContain("\u001b");
  }

  @Test
  public void shouldNotDoWithoutYesWhatCannotBeUndone() {
    FakeSession session = new FakeSession().answering("y");

    assertThatThrownBy(() -> new Console(session).confirm("Really?"))
        .isInstanceOf(CommandException.class)
        .hasMessage("Nothing was done");
    assertThat(session.questions()).containsExactly("Really? (yes/no) ");
  }

  @Test
  public void shouldReadALineOfLimitedLength() throws Exception {
    assertThat(new Console(new FakeSession().input("pass wörd \r\nmore")).inputLine())
        .isEqualTo("pass wörd ");
    assertThat(new Console(new FakeSession()).inputLine()).isEmpty();
    assertThatThrownBy(() -> new Console(new FakeSession().input("x".repeat(4097))).inputLine())
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("4096");
  }
}
