package io.entrepot.launcher;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/** Karaf's own client, signed in to the running server's shell with the data folder's key. */
final class Client {
  private final Layout layout;
  private final Server server;

  Client(Layout layout, Server server) {
    this.layout = layout;
    this.server = server;
  }

  /**
   * Runs commands, or an interactive session if there are none and a terminal is there.
   *
   * @param commands words of one command line; if there are none they are read from standard input
   */
  void run(String... commands) throws Exception {
    if (server.process().isEmpty()) {
      throw new LaunchException("no server runs in " + layout.data());
    }
    Properties running = server.running();
    if (!Boolean.parseBoolean(running.getProperty("shell"))) {
      throw new LaunchException("the shell of the server in %s is off".formatted(layout.data()));
    }
    Path key = new ShellKey(layout.keys()).file();
    if (!Files.isReadable(key)) {
      throw new LaunchException(
          "%s cannot be read: only the owner of the data folder signs in with it".formatted(key));
    }
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-h",
                "127.0.0.1",
                "-a",
                running.getProperty(Settings.SHELL_PORT),
                "-u",
                ShellKey.USER,
                "-k",
                key.toString()));
    if (commands.length > 0) {
      // As if they were typed: given as an argument, the client would end with its standard input.
      String line = String.join(" ", Arrays.asList(commands)) + "\n";
      System.setIn(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)));
    }
    if (commands.length > 0 || !Boolean.getBoolean("entrepot.terminal")) {
      arguments.add("-b");
      // No terminal is wanted: without this, the client warns of its absence.
      System.setProperty("org.jline.terminal.dumb", "true");
    }
    System.setProperty("karaf.etc", layout.etc().toString());
    System.setProperty("org.apache.karaf.shell.sshPort", running.getProperty(Settings.SHELL_PORT));
    // By name: the client's jar is in the distribution's repository, not among what this is built
    // on.
    Class.forName("org.apache.karaf.client.Main")
        .getMethod("main", String[].class)
        .invoke(null, (Object) arguments.toArray(String[]::new));
  }
}
