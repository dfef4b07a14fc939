package io.entrepot.assembly;

import io.entrepot.assembly.light.LightServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@link LightServer} in a process of its own, to be killed, starved and lied to. */
final class LightProcess implements AutoCloseable {

  private final Path data;
  private final Path log;
  private final int httpPort = Ports.free();
  private final int httpsPort = Ports.free();
  private final Map<String, String> properties = new HashMap<>();
  private String before = "";
  private Process process;

  /** A server over that folder, not started. */
  LightProcess(Path data) {
    this.data = data;
    this.log = data.resolveSibling(data.getFileName() + ".log");
  }

  /** Sets a system property for later starts. */
  LightProcess set(String name, String value) {
    properties.put(name, value);
    return this;
  }

  /** Runs a line of the shell before the server, in the process that becomes the server. */
  LightProcess after(String line) {
    before = line + "; ";
    return this;
  }

  /** Starts it and waits until it serves; gives how long that took. */
  Duration start() throws IOException {
    long begin = System.nanoTime();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx256m",
                "-cp",
                classPath()));
    Map<String, String> all = new HashMap<>(properties);
    all.put("entrepot.data", data.toString());
    all.put("entrepot.http.host", "127.0.0.1");
    all.put("entrepot.http.port", Integer.toString(httpPort));
    all.put("entrepot.https.port", Integer.toString(httpsPort));
    all.putIfAbsent("entrepot.storage.reserve", "0");
    all.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.add(LightServer.class.getName());
    String quoted = command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    process =
        new ProcessBuilder("bash", "-c", before + "exec " + quoted)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    BufferedReader output = process.inputReader();
    String line = output.readLine();
    while (line != null && !line.equals("ready")) {
      line = output.readLine();
    }
    if (line == null) {
      throw new AssertionError("the server ended:\n" + Files.readString(log));
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** The jars of the distribution, and the classes of these tests. */
  private static String classPath() throws IOException {
    String given = System.getProperty("entrepot.light.classpath", "");
    return given.isEmpty() ? Jars.CLASS_PATH : given;
  }

  /** {@code kill -9}. */
  void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Whether it has that file or folder open. */
  boolean hasOpen(Path path) throws IOException {
    Path real = path.toRealPath();
    try (Stream<Path> open = Files.list(Path.of("/proc/" + pid() + "/fd"))) {
      return open.anyMatch(link -> leadsTo(link, real));
    }
  }

  private static boolean leadsTo(Path link, Path real) {
    try {
      return Files.readSymbolicLink(link).equals(real);
    } catch (IOException e) {
      return false; // closed since
    }
  }

  int port() {
    return httpPort;
  }

  Path data() {
    return data;
  }

  /** {@code user:password} of the administrator. */
  String admin() throws IOException {
    return "admin:" + Files.readString(data.resolve("admin.password")).strip();
  }

  /** What it has to say for itself. */
  String log() throws IOException {
    return Files.exists(log) ? Files.readString(log) : "";
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
  }

  private static final class Jars {
    private static final String CLASS_PATH = unpacked();

    private static String unpacked() {
      try {
        Path folder = Files.createTempDirectory("entrepot-light");
        folder.toFile().deleteOnExit();
        Command.of(
                "tar",
                "-xzf",
                System.getProperty("entrepot.tarball"),
                "--strip-components=1",
                "-C",
                folder.toString())
            .succeed();
        try (Stream<Path> files = Files.walk(folder.resolve("system"))) {
          String jars =
              files
                  .map(Path::toString)
                  .filter(name -> name.endsWith(".jar"))
                  .filter(name -> !name.contains("/karaf/") && !name.contains("/logging/"))
                  .sorted()
                  .collect(Collectors.joining(File.pathSeparator));
          String tests =
              Path.of(
                      LightServer.class
                          .getProtectionDomain()
                          .getCodeSource()
                          .getLocation()
                          .getPath())
                  .toString();
          // The container's own logging needs the container.
          String logging =
              Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                  .filter(name -> name.contains("slf4j"))
                  .collect(Collectors.joining(File.pathSeparator));
          return String.join(File.pathSeparator, tests, logging, jars);
        }
      } catch (IOException e) {
        throw new ExceptionInInitializerError(e);
      }
    }
  }
}
