package io.entrepot.launcher;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.karaf.main.Main;

/**
 * Karaf, in this process. It stops when it is told to, or when the process gets SIGTERM or SIGINT.
 */
final class Container {
  private static final int NEWEST_WITH_SHELL = 22;

  private final Layout layout;
  private final Settings settings;

  Container(Layout layout, Settings settings) {
    this.layout = layout;
    this.settings = settings;
  }

  /**
   * Starts the container and waits until it has stopped.
   *
   * @return the exit status for this process
   */
  int run(DataFolder.Prepared prepared) throws LaunchException {
    describe(prepared);
    remember();
    Main main = new Main(new String[0]);
    AtomicBoolean stopped = new AtomicBoolean();
    Thread stop = new Thread(() -> stop(main, stopped), "entrepot-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      main.launch();
      main.awaitShutdown();
    } catch (Exception e) {
      throw new LaunchException("the container did not start: " + e, e);
    } finally {
      stop(main, stopped);
    }
    return main.getExitCode();
  }

  private void stop(Main main, AtomicBoolean stopped) {
    if (!stopped.compareAndSet(false, true)) {
      return;
    }
    try {
      if (!main.destroy()) {
        System.err.printf("entrepot: not stopped after %d s, ending now%n", settings.stopSeconds());
      }
    } catch (Exception e) {
      System.err.println("entrepot: the stop failed: " + e);
    }
  }

  private void describe(DataFolder.Prepared prepared) {
    settings.properties().forEach(System::setProperty);
    Map.ofEntries(
            Map.entry("entrepot.home", layout.home().toString()),
            Map.entry("entrepot.data", layout.data().toString()),
            Map.entry("entrepot.version", prepared.version()),
            Map.entry("entrepot.build", prepared.stamp()),
            Map.entry("entrepot.features", String.join(",", prepared.features())),
            Map.entry("entrepot.repositories", String.join(",", prepared.repositories())),
            Map.entry("karaf.home", layout.home().toString()),
            Map.entry("karaf.base", layout.container().toString()),
            Map.entry("karaf.data", layout.container().toString()),
            Map.entry("karaf.etc", layout.etc().toString()),
            Map.entry("karaf.log", layout.log().toString()),
            Map.entry("karaf.instances", layout.container().toString()),
            Map.entry("karaf.shutdown.timeout", settings.stopSeconds() + "000"),
            // The shutdown hook stops the container on any signal, not on SIGTERM alone.
            Map.entry("karaf.handle.sigterm", "false"),
            // A server without its features would run and do nothing; as it is, it ends and says
            // why.
            Map.entry("karaf.require.successful.features.boot", "true"),
            Map.entry("karaf.startLocalConsole", "false"),
            Map.entry("karaf.startRemoteShell", Boolean.toString(shell())))
        .forEach(System::setProperty);
  }

  private boolean shell() {
    int java = Runtime.version().feature();
    if (settings.shell() && java > NEWEST_WITH_SHELL) {
      System.err.printf(
          "entrepot: the shell needs Java 17 or 21 and stays off on this Java %d;"
              + " everything else is served%n",
          java);
    }
    return settings.shell() && java <= NEWEST_WITH_SHELL;
  }

  /** Writes down where this server listens, for {@code status} and {@code client}. */
  private void remember() throws LaunchException {
    Properties running = new Properties();
    running.setProperty("http", settings.localAddress());
    running.setProperty("shell", System.getProperty("karaf.startRemoteShell"));
    running.setProperty("stop", Integer.toString(settings.stopSeconds()));
    running.setProperty(Settings.SHELL_PORT, settings.value(Settings.SHELL_PORT));
    Path file = layout.running();
    try (Writer writer = Files.newBufferedWriter(file)) {
      running.store(writer, "Where the running server listens");
    } catch (IOException e) {
      throw new LaunchException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }
}
