package io.entrepot.engine.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.Test;

public class ServerNamesTest {
  @Test
  public void shouldTellHostsFromAddresses() {
    ServerNames names = ServerNames.parse("Repo.Example.org, 10.1.2.3 ,, fd00::1,*.example.net");

    assertThat(names.hosts()).containsExactly("*.example.net", "repo.example.org");
    assertThat(names.addresses()).containsExactly("10.1.2.3", "fd00:0:0:0:0:0:0:1");
  }

  @Test
  public void shouldWriteInternationalNamesInAscii() {
    assertThat(ServerNames.parse("bücher.example").hosts())
        .containsExactly("xn--bcher-kva.example");
  }

  @Test
  public void shouldNameTheValueThatIsNoName() {
    for (String bad :
        new String[] {"two words", "a..b", "-x", "10.0.0.999", "*.*.x", "a/24", "é*"}) {
      assertThatThrownBy(() -> ServerNames.parse("good, " + bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + bad + "'");
    }
  }

  @Test
  public void shouldKeepTheHighestNamesAsBases() {
    assertThat(ServerNames.parse("a.vm, vm, *.example.org, x.example.org").bases())
        .containsExactly("example.org", "vm");
  }

  @Test
  public void shouldFindThisMachinesNames() {
    ServerNames names = new MachineNames().get();

    assertThat(names.hosts()).contains("localhost");
    assertThat(names.addresses()).contains("127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(names.all()).noneMatch(name -> name.contains("%"));
  }
}
