package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Blobs that rot, and a data folder that is lost (R5, R9), with the commands of the launcher. */
public class VerifyIT {

  private static final String KEPT = "kept ".repeat(50_000);
  private static final String ROTTEN = "rotten ".repeat(50_000);
  private static final String GONE = "gone";

  private Entrepot server;

  @Before
  public void start() throws Exception {
    server = Entrepot.started();
    put("kept", KEPT);
    put("rotten", ROTTEN);
    put("gone", GONE);
  }

  @After
  public void stop() throws IOException {
    server.close();
  }

  @Test
  public void shouldFindWhatRottedFailToReadItAndHealItWithTheNextPush() throws Exception {
    Command.Result running = offline("verify");
    assertThat(running.exit()).as(running.output()).isEqualTo(1);
    assertThat(running.output()).contains("in use by process " + server.pid());
    server.stop();
    Command.Result well = offline("verify --deep");
    assertThat(well.exit()).as(well.output()).isZero();
    assertThat(well.output()).contains("nothing is wrong").doesNotContain("INFO");

    Path rotten = blob(ROTTEN);
    byte[] bytes = Files.readAllBytes(rotten);
    bytes[1_000] ^= 1;
    Files.write(rotten, bytes);
    Files.delete(blob(GONE));

    Command.Result quick = offline("verify");
    assertThat(quick.exit()).as(quick.output()).isEqualTo(4);
    assertThat(quick.output()).contains("missing file", "raw-hosted/gone").doesNotContain("rotten");
    Command.Result deep = offline("verify --deep --repair");
    assertThat(deep.exit()).as(deep.output()).isEqualTo(4);
    assertThat(deep.output())
        .contains("wrong digest", "raw-hosted/rotten", "raw-hosted/gone", "2 findings, 0 of them");
    assertThat(server.data().resolve("blobs/default/damaged").resolve(rotten.getFileName()))
        .exists();

    server.start();
    for (String path : new String[] {"rotten", "gone"}) {
      HttpResponse<String> read = get(path);
      assertThat(read.statusCode()).as(path).isEqualTo(500);
    }
    assertThat(get("kept").body()).isEqualTo(KEPT);
    assertThat(server.shell("storage:verify").exit()).isNotZero();
    put("again/rotten", ROTTEN);
    put("again/gone", GONE);
    assertThat(get("rotten").body()).isEqualTo(ROTTEN);
    assertThat(get("gone").body()).isEqualTo(GONE);
    Command.Result healed = server.shell("storage:verify --deep");
    assertThat(healed.exit()).as(healed.output()).isZero();
    assertThat(healed.output()).contains("nothing is wrong");
  }

  @Test
  public void shouldHealAnImageWithTheNextPushOfARealClient() throws Exception {
    Path image = Images.oci(server.scratch("image"), "rotten", 2, 1);
    String layout = "oci:" + image + ":v1";
    String remote = "docker://" + server.registry() + "/docker-hosted/app:v1";
    skopeo("--dest-tls-verify=false", "--dest-creds", server.admin(), layout, remote).succeed();
    server.stop();
    try (Stream<Path> blobs = Files.walk(server.data().resolve("blobs/default/blobs"))) {
      for (Path blob : blobs.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(blob);
        bytes[bytes.length / 2] ^= 1;
        Files.write(blob, bytes);
      }
    }
    assertThat(offline("verify --deep").exit()).isEqualTo(4);

    server.start();
    String back = "oci:" + server.scratch("back") + ":v1";
    skopeo("--src-tls-verify=false", "--src-creds", server.admin(), remote, back).fail();
    skopeo("--dest-tls-verify=false", "--dest-creds", server.admin(), layout, remote).succeed();
    skopeo("--src-tls-verify=false", "--src-creds", server.admin(), remote, back).succeed();
  }

  @Test
  public void shouldGoOnWithABackupAfterAllWasLost() throws Exception {
    Path target = server.scratch("target").resolve("backups");
    String password = server.adminPassword();
    Command.Result backup = server.shell("storage:backup " + target);
    assertThat(backup.exit()).as(backup.output()).isZero();
    put("later", "not in the backup");

    Command.Result over = offline("restore " + target);
    assertThat(over.exit()).as(over.output()).isEqualTo(1);
    assertThat(over.output()).contains("not empty");
    server.stop();
    Files.move(server.data(), server.scratch("lost").resolve("data"));
    Command.Result restored = offline("restore " + target);
    assertThat(restored.exit()).as(restored.output()).isZero();
    assertThat(restored.output()).contains("0 missing", "nothing is wrong");

    server.start();
    assertThat(server.adminPassword()).isEqualTo(password);
    assertThat(get("kept").body()).isEqualTo(KEPT);
    assertThat(get("rotten").body()).isEqualTo(ROTTEN);
    assertThat(get("later").statusCode()).isEqualTo(404);
    put("new", "after the restore");
    assertThat(server.shell("storage:verify --deep").exit()).isZero();
  }

  @Test
  public void shouldNotStartOnARestoreThatBrokeOff() throws Exception {
    server.stop();
    Files.writeString(server.data().resolve("restore.unfinished"), "");
    Command.Result run = server.launcher("run").run();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.output()).contains("was not finished");
  }

  private static Command skopeo(String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "skopeo";
    all[1] = "--insecure-policy";
    all[2] = "copy";
    System.arraycopy(words, 0, all, 3, words.length);
    return Command.of(all);
  }

  private Command.Result offline(String words) {
    return server
        .launcher("status")
        .script(server.home().resolve("bin/entrepot") + " " + words)
        .run();
  }

  private void put(String path, String text) throws Exception {
    HttpResponse<String> response = server.asAdmin("PUT", "/repository/raw-hosted/" + path, text);
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 204);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return server.asAdmin("GET", "/repository/raw-hosted/" + path, "");
  }

  private Path blob(String text) throws IOException, NoSuchAlgorithmException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    String name = HexFormat.of().formatHex(digest);
    try (Stream<Path> files =
        Files.list(server.data().resolve("blobs/default/blobs").resolve(name.substring(0, 2)))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(name))
          .findAny()
          .orElseThrow();
    }
  }
}
