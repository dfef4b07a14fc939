package io.entrepot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The distribution as its tarball has it, with nothing set but ports and the data folder. */
final class EntrepotServer implements AutoCloseable {

  /** The repositories that are there from the first start. */
  static final String RAW = "/repository/raw-hosted/";

  static final String DOCKER = "docker-hosted/";

  private final Path data;
  private final int http = Ports.free();
  private final int https = Ports.free();
  private final Program program;
  private final String authorization;

  /**
   * Starts one and lets everybody read.
   *
   * @param folder for the program and its data, made if it is not there; what is in it is kept
   */
  EntrepotServer(Path tarball, Path folder, Map<String, String> more)
      throws IOException, InterruptedException {
    Path home = unpacked(tarball, folder);
    data = folder.resolve("data");
    Map<String, String> environment = new HashMap<>(more);
    environment.put("ENTREPOT_DATA", data.toString());
    environment.put("ENTREPOT_HTTP_HOST", "127.0.0.1");
    environment.put("ENTREPOT_HTTP_PORT", Integer.toString(http));
    environment.put("ENTREPOT_HTTPS_PORT", Integer.toString(https));
    environment.put("ENTREPOT_SHELL_PORT", Integer.toString(Ports.free()));
    program =
        Program.start(
            "Entrepot",
            folder.resolve("console.log"),
            environment,
            List.of(home.resolve("bin/entrepot").toString(), "run"));
    try {
      program.await(this::ready);
      authorization = authorization();
      letReadEverybody();
    } catch (IOException | InterruptedException e) {
      program.close();
      throw e;
    }
  }

  private static Path unpacked(Path tarball, Path folder) throws IOException, InterruptedException {
    Path home = folder.resolve("program");
    if (!Files.isDirectory(home)) {
      Files.createDirectories(home);
      Program.run(
          List.of(
              "tar", "-xzf", tarball.toString(), "--strip-components=1", "-C", home.toString()));
    }
    return home;
  }

  private boolean ready() throws IOException {
    try (Connection connection = new Connection(http, "")) {
      return connection.request("GET", "/service/rest/v1/status/writable").status() == 200;
    }
  }

  private String authorization() throws IOException {
    String login = "admin:" + Files.readString(data.resolve("admin.password")).strip();
    return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(Texts.CHARSET));
  }

  private void letReadEverybody() throws IOException {
    try (Connection connection = connect()) {
      connection
          .request(
              "PUT",
              "/service/rest/v1/security/anonymous",
              "application/json",
              "{\"enabled\": true}".getBytes(Texts.CHARSET))
          .expect(200);
    }
  }

  /** A connection of the administrator's. */
  Connection connect() throws IOException {
    return new Connection(http, authorization);
  }

  /** Puts a file into the raw repository. */
  void put(String path, byte[] body) throws IOException {
    try (Connection connection = connect()) {
      connection.request("PUT", RAW + path, "application/octet-stream", body).expect(201);
    }
  }

  /** The administrator's {@code Authorization}. */
  String login() {
    return authorization;
  }

  int port() {
    return http;
  }

  long pid() {
    return program.pid();
  }

  Path data() {
    return data;
  }

  String url(String path) {
    return "http://127.0.0.1:" + http + path;
  }

  String secureUrl(String path) {
    return "https://127.0.0.1:" + https + path;
  }

  @Override
  public void close() throws IOException {
    program.close();
  }
}
