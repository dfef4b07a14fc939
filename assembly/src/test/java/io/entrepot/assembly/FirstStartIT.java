package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

/** What a new user meets, and what an intruder does not. */
public class FirstStartIT {

  /** Generous beside the target: other builds may share the machine. The figure is printed. */
  private static final Duration FIRST_START = Duration.ofSeconds(60);

  @Test
  public void shouldStartAndSayWhereToGo() throws Exception {
    try (Entrepot server = Entrepot.unpack()) {
      Duration first = server.start();
      long memory = residentMegabytes(server.pid());
      int exit = server.stop();
      Duration warm = server.start();

      System.err.printf(
          "figures: first start %d ms, warm start %d ms, resident %d MB%n",
          first.toMillis(), warm.toMillis(), memory);
      assertThat(first).isLessThan(FIRST_START);
      assertThat(exit).isIn(0, 143);
      assertThat(server.console())
          .contains("http://")
          .contains("/ca.crt")
          .contains(server.data().resolve("admin.password").toString())
          .doesNotContain(server.adminPassword());
      assertThat(server.get("/").statusCode()).isEqualTo(200);
      assertThat(server.get("/").body()).contains("Entrepot");
      assertThat(server.get("/ca.crt").body()).startsWith("-----BEGIN CERTIFICATE-----");
    }
  }

  @Test
  public void shouldHaveAllItsPartsAndNoErrorInTheLog() throws Exception {
    try (Entrepot server = Entrepot.started()) {
      String tasks = server.rest("GET", "/v1/tasks", "");
      for (String type :
          new String[] {
            "storage.collect", "storage.verify", "storage.purge-uploads", "repository.cleanup"
          }) {
        assertThat(tasks).contains('"' + type + '"');
      }
      String templates = server.rest("GET", "/v1/tasks/templates", "");
      assertThat(templates).contains("\"storage.backup\"").contains("\"repository.move\"");
      assertThat(Files.readAllLines(server.data().resolve("log/entrepot.log")))
          .noneMatch(line -> line.contains(" ERROR "));
    }
  }

  @Test
  public void shouldKeepTheFirstPasswordForItsOwner() throws Exception {
    try (Entrepot server = Entrepot.started()) {
      Path password = server.data().resolve("admin.password");

      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
          .isEqualTo("rw-------");
      assertThat(server.adminPassword()).hasSizeGreaterThanOrEqualTo(20);
      assertThat(server.asAdmin("GET", "/service/rest/v1/security/users", "").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  public void shouldTakeTheFirstPasswordFromAFile() throws Exception {
    try (Entrepot server = Entrepot.unpack()) {
      Path file = server.scratch("secret").resolve("password");
      Files.writeString(file, "chosen-by-the-operator\n");
      server.set("ENTREPOT_ADMIN_PASSWORD_FILE", file.toString()).start();

      assertThat(status(server, "admin:chosen-by-the-operator")).isEqualTo("200");
      assertThat(server.data().resolve("admin.password")).doesNotExist();
    }
  }

  @Test
  public void shouldAcceptNoKnownPairAndListenNowhereElse() throws Exception {
    try (Entrepot server = Entrepot.started()) {
      for (String pair :
          new String[] {"admin:admin123", "admin:admin", "karaf:karaf", "smx:smx", "admin:"}) {
        assertThat(status(server, pair)).as(pair).isEqualTo("401");
        assertThat(shellLogin(server, pair)).as(pair).doesNotContain("format:list output");
      }
      assertThat(listening(server.pid()))
          .containsExactlyInAnyOrder(
              "127.0.0.1:" + server.httpPort(),
              "127.0.0.1:" + server.httpsPort(),
              "127.0.0.1:" + server.shellPort());
    }
  }

  private static String status(Entrepot server, String pair) {
    return Command.of(
            "curl",
            "-sS",
            "-o",
            "/dev/null",
            "-w",
            "%{http_code}",
            "-u",
            pair,
            server.url() + "/service/rest/v1/security/users")
        .succeed();
  }

  private static String shellLogin(Entrepot server, String pair) {
    int colon = pair.indexOf(':');
    return Command.of(
            "sshpass",
            "-p",
            pair.substring(colon + 1),
            "ssh",
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            "UserKnownHostsFile=/dev/null",
            "-o",
            "PubkeyAuthentication=no",
            "-p",
            Integer.toString(server.shellPort()),
            pair.substring(0, colon) + "@127.0.0.1",
            "shell:echo format:list output")
        .run()
        .output();
  }

  /** The addresses on which a process listens, as {@code ss} prints them. */
  private static Stream<String> listening(long pid) {
    Pattern line = Pattern.compile("LISTEN\\s+\\d+\\s+\\d+\\s+(\\S+).*pid=" + pid + ",");
    return Command.of("ss", "-Hltnp")
        .succeed()
        .lines()
        .map(line::matcher)
        .filter(Matcher::find)
        .map(match -> match.group(1).replace("[::ffff:127.0.0.1]", "127.0.0.1"));
  }

  private static long residentMegabytes(long pid) throws Exception {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
              .filter(text -> text.startsWith("VmRSS:"))
              .mapToLong(text -> Long.parseLong(text.replaceAll("\\D", "")))
              .findFirst()
              .orElseThrow()
          / 1024;
    }
  }
}
