package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** The launcher's commands beside a server that runs. */
public class LauncherIT {

  private Entrepot server;

  @Before
  public void start() throws IOException {
    server = Entrepot.started();
  }

  @After
  public void stop() throws IOException {
    server.close();
  }

  @Test
  public void shouldKnowTheServerThatRunsAndRefuseASecondOne() {
    Command.Result status = server.launcher("status").run();
    assertThat(status.exit()).as(status.output()).isZero();
    assertThat(status.output()).contains("process " + server.pid(), server.httpPort() + "");

    Command.Result second = server.launcher("run").run();
    assertThat(second.exit()).isEqualTo(1);
    assertThat(second.output())
        .contains(server.data().toString(), "in use by process " + server.pid());
  }

  @Test
  public void shouldStopTheServerAndThenKnowOfNone() {
    Command.Result stop = server.launcher("stop").run();
    assertThat(stop.exit()).as(stop.output()).isZero();
    assertThat(stop.output()).contains("stopped");

    assertThat(server.launcher("status").run().exit()).isEqualTo(3);
  }

  @Test
  public void shouldStartAgainWithWhatWasUninstalledAfterTheBundleCacheIsLost() throws IOException {
    assertThat(server.shell("feature:uninstall entrepot-format-raw").exit()).isZero();
    assertThat(server.launcher("stop").run().exit()).isZero();
    Files.delete(server.data().resolve("karaf/booted"));

    server.start();

    assertThat(server.shell("feature:list -i").output())
        .contains("entrepot-format-docker")
        .doesNotContain("entrepot-format-raw");
  }
}
