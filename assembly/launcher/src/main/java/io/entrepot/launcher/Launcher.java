package io.entrepot.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * {@code bin/entrepot}'s commands. Exit status: 0 done, 1 refused or failed, 2 wrong usage, 3 no
 * server runs, 4 something is wrong with the storage.
 */
public final class Launcher {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int NOT_RUNNING = 3;

  private final Layout layout;
  private final Server server;

  private Launcher(Layout layout) {
    this.layout = layout;
    this.server = new Server(layout);
  }

  /**
   * Runs one command.
   *
   * @param arguments {@code run}, {@code await PID}, {@code stop}, {@code status}, {@code client
   *     [COMMAND...]}, {@code verify [OPTION...]} or {@code restore BACKUP [OPTION...]}
   */
  public static void main(String[] arguments) throws Exception {
    Layout layout = new Layout(folder("entrepot.home"), folder("entrepot.data"));
    try {
      System.exit(new Launcher(layout).command(arguments));
    } catch (LaunchException e) {
      System.err.println("entrepot: " + e.getMessage());
      System.exit(FAILED);
    }
  }

  private static Path folder(String property) {
    return Path.of(System.getProperty(property)).toAbsolutePath().normalize();
  }

  private int command(String... arguments) throws Exception {
    String name = arguments.length == 0 ? "" : arguments[0];
    return switch (name) {
      case "run" -> run();
      case "await" -> await(Long.parseLong(arguments[1]));
      case "stop" -> stop();
      case "status" -> status();
      case "client" -> client(rest(arguments));
      case "verify" -> new Offline(layout).verify(rest(arguments));
      case "restore" -> new Offline(layout).restore(rest(arguments));
      default -> USAGE;
    };
  }

  private static String[] rest(String... arguments) {
    return Arrays.copyOfRange(arguments, 1, arguments.length);
  }

  private int await(long pid) throws LaunchException, InterruptedException {
    server.awaitReady(pid);
    System.out.println("entrepot: serving at " + server.address());
    return 0;
  }

  private int stop() throws LaunchException, InterruptedException {
    System.out.println(server.stop() ? "entrepot: stopped" : "entrepot: no server runs");
    return 0;
  }

  private int client(String... commands) throws Exception {
    new Client(layout, server).run(commands);
    return 0;
  }

  private int run() throws LaunchException, IOException {
    if (Files.exists(layout.unfinishedRestore())) {
      throw Offline.unfinished(layout);
    }
    DataFolder folder = DataFolder.open(layout);
    Settings settings = Settings.read(System.getenv(), layout.settings());
    DataLock lock = DataLock.take(layout.pid());
    Thread welcome = new Thread(new Welcome(layout, settings, server, System.out), "welcome");
    welcome.setDaemon(true);
    try {
      DataFolder.Prepared prepared = folder.prepare();
      welcome.start();
      return new Container(layout, settings).run(prepared);
    } finally {
      lock.close();
    }
  }

  private int status() throws LaunchException {
    if (server.process().isEmpty()) {
      System.out.println("entrepot: no server runs in " + layout.data());
      return NOT_RUNNING;
    }
    System.out.printf(
        "entrepot: process %d %s %s%n",
        server.process().map(ProcessHandle::pid).orElseThrow(),
        server.isReady() ? "serves at" : "runs but does not answer at",
        server.address());
    return 0;
  }
}
