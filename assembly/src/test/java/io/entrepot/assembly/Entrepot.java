package io.entrepot.assembly;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The distribution, unpacked from its tarball and run as a user would. */
final class Entrepot implements AutoCloseable {

  static final String ADMIN = "admin";
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(90);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path folder;
  private Path home;
  private final Path data;
  private final int httpPort = Ports.free();
  private final int httpsPort = Ports.free();
  private final int shellPort = Ports.free();
  private final Map<String, String> settings = new HashMap<>();
  private Process process;

  private Entrepot(Path folder, Path home, Path data) {
    this.folder = folder;
    this.home = home;
    this.data = data;
  }

  /** Unpacks the tarball into a new folder. */
  static Entrepot unpack() throws IOException {
    Path folder = Files.createTempDirectory("entrepot-it");
    Path home = Files.createDirectory(folder.resolve("program"));
    unpack(home);
    return new Entrepot(folder, home, folder.resolve("data"));
  }

  /** Unpacks the tarball and starts it. */
  static Entrepot started() throws IOException {
    Entrepot server = unpack();
    try {
      server.start();
      return server;
    } catch (AssertionError e) {
      server.close();
      throw e;
    }
  }

  private static void unpack(Path into) {
    Command.of(
            "tar",
            "-xzf",
            System.getProperty("entrepot.tarball"),
            "--strip-components=1",
            "-C",
            into.toString())
        .succeed();
  }

  /**
   * Unpacks a newer version beside the one that was run, for later starts over the same data: the
   * same program under another version and digest.
   */
  void upgrade() throws IOException {
    home = Files.createDirectory(folder.resolve("newer-program"));
    unpack(home);
    Path build = home.resolve("lib/build.properties");
    String newer =
        Files.readString(build)
            .replaceFirst("version = .*", "version = 999.0.0")
            .replaceFirst("digest = .", "digest = 0newer");
    Files.writeString(build, newer);
  }

  /** Sets an environment variable for later starts. */
  Entrepot set(String name, String value) {
    settings.put(name, value);
    return this;
  }

  /** Starts it and waits until it serves; gives how long that took. */
  Duration start() throws IOException {
    long begin = System.nanoTime();
    ProcessBuilder builder =
        new ProcessBuilder(home.resolve("bin/entrepot").toString(), "run")
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("console.log").toFile()));
    builder.environment().putAll(environment());
    process = builder.start();
    Waiting.until("Entrepot serves on " + httpPort, START, this::ready, this::console);
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private boolean ready() throws IOException, InterruptedException {
    if (!process.isAlive()) {
      throw new AssertionError("Entrepot ended:\n" + console());
    }
    return get("/service/rest/v1/status/writable").statusCode() == 200;
  }

  /** Stops it as a service manager would, and waits for its end; gives its exit code. */
  int stop() {
    process.destroy();
    return ended();
  }

  /** Kills it as a crash would: {@code kill -9} of the server itself. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    ended();
  }

  private int ended() {
    try {
      if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("Entrepot did not stop within " + STOP + ":\n" + console());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, String> environment() {
    Map<String, String> all = new HashMap<>(settings);
    all.put("ENTREPOT_DATA", data.toString());
    all.put("ENTREPOT_HTTP_HOST", "127.0.0.1");
    all.put("ENTREPOT_HTTP_PORT", Integer.toString(httpPort));
    all.put("ENTREPOT_HTTPS_PORT", Integer.toString(httpsPort));
    all.put("ENTREPOT_SHELL_PORT", Integer.toString(shellPort));
    return all;
  }

  /** The id of the server's process: the launcher becomes it. */
  long pid() {
    return process.pid();
  }

  Path home() {
    return home;
  }

  Path data() {
    return data;
  }

  int httpPort() {
    return httpPort;
  }

  int httpsPort() {
    return httpsPort;
  }

  int shellPort() {
    return shellPort;
  }

  /** {@code localhost:port}, as image names have it. */
  String registry() {
    return "localhost:" + httpPort;
  }

  String url() {
    return "http://localhost:" + httpPort;
  }

  /** All it printed since it was unpacked. */
  String console() {
    try {
      return Files.readString(folder.resolve("console.log"));
    } catch (IOException e) {
      return "(nothing)";
    }
  }

  String adminPassword() throws IOException {
    return Files.readString(data.resolve("admin.password")).strip();
  }

  /** {@code user:password} of the administrator. */
  String admin() throws IOException {
    return ADMIN + ":" + adminPassword();
  }

  /** The certificate of the CA that it made, as a client downloads it. */
  Path caCertificate() throws IOException, InterruptedException {
    Path file = folder.resolve("ca.crt");
    Files.writeString(file, get("/ca.crt").body());
    return file;
  }

  /** A new folder below its own, gone with it. */
  Path scratch(String name) throws IOException {
    return Files.createTempDirectory(folder, name);
  }

  /** Runs a line in its shell, as its owner. */
  Command.Result shell(String line) {
    return launcher("client").input(line + "\n").run();
  }

  /** The same by OpenSSH with the owner's key: quicker, because no JVM starts for it. */
  Command.Result ssh(String line) {
    return Command.of(
            "ssh",
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            "UserKnownHostsFile=/dev/null",
            "-o",
            "LogLevel=ERROR",
            "-o",
            "BatchMode=yes",
            "-i",
            data().resolve("keys/shell-client.pem").toString(),
            "-p",
            Integer.toString(shellPort),
            "owner@127.0.0.1",
            line)
        .run();
  }

  /** A command of the launcher, with the settings of this server. */
  Command launcher(String name) {
    Command command = Command.of(home.resolve("bin/entrepot").toString(), name);
    for (Map.Entry<String, String> variable : environment().entrySet()) {
      command = command.with(variable.getKey(), variable.getValue());
    }
    return command;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
            .timeout(Duration.ofSeconds(30))
            .build(),
        BodyHandlers.ofString());
  }

  /** A request as the administrator; an empty body is none. */
  HttpResponse<String> asAdmin(String method, String path, String body)
      throws IOException, InterruptedException {
    String basic = Base64.getEncoder().encodeToString(admin().getBytes(StandardCharsets.UTF_8));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Basic " + basic)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** A REST call that must succeed. */
  String rest(String method, String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> response = asAdmin(method, "/service/rest" + path, body);
    if (response.statusCode() / 100 != 2) {
      throw new AssertionError(
          method + " " + path + " gave " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }

  @Override
  public void close() throws IOException {
    if (process != null && process.isAlive()) {
      kill();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
