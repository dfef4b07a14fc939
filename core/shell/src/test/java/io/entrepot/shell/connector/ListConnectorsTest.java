package io.entrepot.shell.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.admin.ConnectorView;
import io.entrepot.shell.console.FakeSession;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Test;

public final class ListConnectorsTest {

  @Test
  public void shouldListSharedAndOwnConnectors() throws CommandException {
    FakeSession session = new FakeSession();
    ListConnectors command = new ListConnectors();
    command.connectors =
        () ->
            List.of(
                new ConnectorView("http", "0.0.0.0:8081", Optional.empty(), Optional.empty()),
                new ConnectorView(
                    "https",
                    "0.0.0.0:5000",
                    Optional.of("images"),
                    Optional.of("port 5000 is taken")));

    command.execute(session);

    assertThat(session.printed().lines())
        .anySatisfy(line -> assertThat(line).containsSubsequence("http", "0.0.0.0:8081", "(all)"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .containsSubsequence("https", "0.0.0.0:5000", "images", "port 5000 is taken"));
  }
}
