package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/**
 * Docker Engine trusts every loopback address, so whether it trusts the server's CA shows only on
 * another one: server and engine run in a network namespace of their own, with an address that no
 * other machine can reach.
 */
public class DockerTrustIT {

  private static final String HOST = "registry.test";
  private static final String ADDRESS = "10.77.0.1";

  private final String namespace = "entrepot-it-" + ProcessHandle.current().pid();
  private final List<Process> processes = new ArrayList<>();
  private Path folder;
  private Path home;

  @Before
  public void prepare() throws IOException {
    folder = Files.createTempDirectory("entrepot-trust");
    home = Files.createDirectory(folder.resolve("program"));
    Command.of(
            "tar",
            "-xzf",
            System.getProperty("entrepot.tarball"),
            "--strip-components=1",
            "-C",
            home.toString())
        .succeed();
    Command.of("ip", "netns", "add", namespace).succeed();
    Command.of("ip", "-n", namespace, "link", "set", "lo", "up").succeed();
    Command.of("ip", "-n", namespace, "addr", "add", ADDRESS + "/32", "dev", "lo").succeed();
    Files.createDirectories(Path.of("/etc/docker"));
    Files.createDirectories(folder.resolve("etc/docker"));
    Files.writeString(
        folder.resolve("etc/hosts"), "127.0.0.1 localhost\n" + ADDRESS + " " + HOST + "\n");
  }

  @After
  public void cleanUp() throws Exception {
    for (Process process : processes) {
      process.destroy();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
    Command.of("sh", "-c", "umount " + folder + "/exec/netns/* 2>/dev/null; rm -rf " + folder)
        .run();
    Command.of("ip", "netns", "delete", namespace).run();
  }

  @Test
  public void shouldPushAndPullOnceTheCaIsTrustedAndNotBefore() throws Exception {
    start(
        "server",
        inside(
            "env",
            "ENTREPOT_DATA=" + folder + "/data",
            "ENTREPOT_HTTP_HOST=" + ADDRESS,
            "ENTREPOT_HOST_NAMES=" + HOST,
            home + "/bin/entrepot",
            "run"));
    Waiting.until(
        "Entrepot serves",
        Duration.ofSeconds(60),
        () ->
            inside("curl", "-sSf", "http://" + ADDRESS + ":8081/service/rest/v1/status/writable")
                    .run()
                    .exit()
                == 0);
    String password = Files.readString(folder.resolve("data/admin.password")).strip();
    inside(
            "curl",
            "-sSf",
            "-u",
            "admin:" + password,
            "-H",
            "Content-Type: application/json",
            "-d",
            Bodies.docker("images", "httpsPort", 5443),
            "http://" + ADDRESS + ":8081/service/rest/v1/repositories/docker/hosted")
        .succeed();
    Files.writeString(folder.resolve("daemon.json"), "{}");
    start(
        "docker",
        inside(
            "dockerd",
            "--iptables=false",
            "--ip6tables=false",
            "--bridge=none",
            "--storage-driver=overlay2",
            "--data-root=" + folder + "/docker",
            "--exec-root=" + folder + "/exec",
            "--pidfile=" + folder + "/pid",
            "--host=unix://" + folder + "/socket",
            "--config-file=" + folder + "/daemon.json"));
    Waiting.until(
        "the Docker Engine answers",
        Duration.ofSeconds(60),
        () -> docker("version").run().exit() == 0);
    String registry = HOST + ":5443";
    Command login = docker("login", registry, "-u", "admin", "--password-stdin").input(password);

    assertThat(login.fail()).contains("certificate");

    Path trusted = Files.createDirectories(folder.resolve("etc/docker/certs.d/" + registry));
    Files.writeString(
        trusted.resolve("ca.crt"),
        inside("curl", "-sSf", "http://" + ADDRESS + ":8081/ca.crt").succeed());
    login.succeed();
    Path root = Files.createDirectories(folder.resolve("root"));
    Files.writeString(root.resolve("file"), "content");
    Command.of("tar", "-C", root.toString(), "-cf", folder + "/root.tar", ".").succeed();
    String image = registry + "/team/app:v1";
    docker("import", folder + "/root.tar", image).succeed();
    docker("push", image).succeed();
    docker("rmi", image).succeed();
    docker("pull", image).succeed();
    assertThat(docker("images", "--format", "{{.Repository}}:{{.Tag}}").succeed()).contains(image);
  }

  private void start(String name, Command command) throws IOException {
    processes.add(
        0,
        new ProcessBuilder(command.words())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start());
  }

  private Command docker(String... words) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "docker",
                "--config",
                folder + "/config",
                "--host",
                "unix://" + folder + "/socket"));
    all.addAll(List.of(words));
    return Command.of(all.toArray(String[]::new));
  }

  /** A command inside the namespace, with {@code /etc/hosts} and {@code /etc/docker} of its own. */
  private Command inside(String... words) {
    String etc = folder + "/etc";
    List<String> all =
        new ArrayList<>(
            List.of(
                "nsenter",
                "--net=/run/netns/" + namespace,
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount --bind %1$s/hosts /etc/hosts && mount --bind %1$s/docker /etc/docker && exec \"$@\""
                    .formatted(etc),
                "sh"));
    all.addAll(List.of(words));
    return Command.of(all.toArray(String[]::new));
  }
}
