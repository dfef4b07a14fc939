package io.entrepot.shell.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Test;

public final class LaterOptionsTest {

  private final List<String> taken = new ArrayList<>();
  private final LaterOptions options =
      new LaterOptions()
          .value("--port", value -> taken.add("port " + value))
          .flag("--yes", () -> taken.add("yes"));

  @Test
  public void shouldTakeValuesAndFlagsInTheirOrder() throws CommandException {
    options.read(List.of("--port", "5000", "--yes", "--port=a=b", "--port", "-1"));

    assertThat(taken).containsExactly("port 5000", "yes", "port a=b", "port -1");
  }

  @Test
  public void shouldTakeNothingFromNoWords() throws CommandException {
    options.read(null);
    options.read(List.of());

    assertThat(taken).isEmpty();
  }

  @Test
  public void shouldNameWhatIsNoOption() {
    assertThatThrownBy(() -> options.read(List.of("--prot", "1")))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("'--prot' is no option");
    assertThatThrownBy(() -> options.read(List.of("--yes=no")))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("'--yes=no' is no option");
    assertThatThrownBy(() -> options.read(List.of("more")))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("'more' is one argument too many");
  }

  @Test
  public void shouldNameTheOptionWithoutItsValue() {
    assertThatThrownBy(() -> options.read(List.of("--yes", "--port")))
        .isInstanceOf(CommandException.class)
        .hasMessage("--port needs a value");
  }
}
