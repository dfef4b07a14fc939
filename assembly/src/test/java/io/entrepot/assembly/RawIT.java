package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** curl against a raw repository. */
public class RawIT {

  private static final long TWO_GIGABYTES = 2L << 30;

  private static Entrepot server;

  @BeforeClass
  public static void start() throws IOException {
    server = Entrepot.started();
  }

  @AfterClass
  public static void stop() throws IOException {
    server.close();
  }

  @Test
  public void shouldKeepTwoGigabytesAndGiveBackRangesOfThem() throws Exception {
    Path file = server.scratch("large").resolve("large.bin");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(TWO_GIGABYTES);
      large.seek(1_500_000_000L);
      large.write("somewhere in the middle".getBytes(StandardCharsets.US_ASCII));
    }
    String url = server.url() + "/repository/raw-hosted/large/large.bin";

    curl("-T", file.toString(), url).within(Duration.ofMinutes(3)).succeed();

    assertThat(curl("-r", "1500000000-1500000022", url).succeed())
        .isEqualTo("somewhere in the middle");
    assertThat(curl("-I", url).succeed().toLowerCase(Locale.ROOT))
        .contains("content-length: " + TWO_GIGABYTES)
        .contains("accept-ranges: bytes");
    assertThat(curl("-r", "1500000000-1500000008,1500000020-1500000022", url).succeed())
        .contains("somewhere")
        .contains("dle");
    Path back = server.scratch("back").resolve("large.bin");
    curl("-o", back.toString(), url).within(Duration.ofMinutes(3)).succeed();
    assertThat(Files.mismatch(file, back)).isEqualTo(-1);

    curl("-X", "DELETE", url).succeed();
    assertThat(curl(url).fail()).contains("404");
  }

  @Test
  public void shouldListAFolderForPeopleAndForPrograms() throws Exception {
    String folder = server.url() + "/repository/raw-hosted/docs/";
    Path file = Files.writeString(server.scratch("file").resolve("a"), "text");
    curl("-T", file.toString(), folder + "guide/start.txt").succeed();
    curl("-T", file.toString(), folder + "a%20%3Cb%3E.txt").succeed();

    assertThat(curl("-H", "Accept: text/html", folder).succeed())
        .contains("guide/")
        .contains("a &lt;b&gt;.txt");
    assertThat(curl("-H", "Accept: application/json", folder).succeed())
        .contains("\"guide\"")
        .contains("\"a <b>.txt\"");
  }

  @Test
  public void shouldLetNobodyInWithoutCredentials() throws Exception {
    assertThat(Command.of("curl", "-sS", "-f", server.url() + "/repository/raw-hosted/x").fail())
        .contains("401");
  }

  /** curl as the administrator; an HTTP error is an exit code. */
  private static Command curl(String... words) throws IOException {
    String[] all = new String[words.length + 5];
    all[0] = "curl";
    all[1] = "-sS";
    all[2] = "-f";
    all[3] = "-u";
    all[4] = server.admin();
    System.arraycopy(words, 0, all, 5, words.length);
    return Command.of(all);
  }
}
