package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** curl against search, forms with files, and deletion. */
public class SearchIT {

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
  public void shouldUploadFindDownloadAndDelete() throws Exception {
    Path file = Files.writeString(server.scratch("form").resolve("notes.txt"), "some notes");

    curl(
            "-F",
            "raw.directory=/team/docs",
            "-F",
            "raw.asset1=@" + file,
            "-F",
            "raw.asset1.filename=notes.txt",
            "-F",
            "raw.asset2=@" + file + ";type=application/x-notes",
            "-F",
            "raw.asset2.filename=old/copy.txt",
            rest("components?repository=raw-hosted"))
        .succeed();

    JsonNode found = json("search?q=notes.txt");
    assertThat(found.at("/items")).hasSize(1);
    JsonNode component = found.at("/items/0");
    assertThat(component.at("/group").asText()).isEqualTo("/team/docs");
    assertThat(component.at("/name").asText()).isEqualTo("team/docs/notes.txt");
    assertThat(component.at("/assets/0/fileSize").asInt()).isEqualTo(10);
    String download = component.at("/assets/0/downloadUrl").asText();
    assertThat(curl(download).succeed()).isEqualTo("some notes");
    assertThat(
            curl("-L", "--location-trusted", rest("search/assets/download?name=*copy.txt"))
                .succeed())
        .isEqualTo("some notes");
    String sha256 = component.at("/assets/0/checksum/sha256").asText();
    JsonNode same = json("search/assets?sha256=" + sha256 + "&sort=name");
    assertThat(same.at("/items")).hasSize(2);
    assertThat(same.findValuesAsText("contentType")).contains("application/x-notes");
    assertThat(json("repositories/raw-hosted").at("/assetCount").asInt()).isEqualTo(2);
    assertThat(
            curl("-H", "Accept: application/json", server.url() + "/repository/raw-hosted/team/")
                .succeed())
        .contains("\"children\":2");

    curl("-X", "DELETE", rest("components/" + component.at("/id").asText())).succeed();
    assertThat(curl(download).fail()).contains("404");
    for (JsonNode asset : same.at("/items")) {
      if (asset.at("/path").asText().endsWith("copy.txt")) {
        curl("-X", "DELETE", rest("assets/" + asset.at("/id").asText())).succeed();
      }
    }
    assertThat(json("search?repository=raw-hosted").at("/items")).isEmpty();
  }

  @Test
  public void shouldKeepNoFileInMemory() throws Exception {
    Path file = server.scratch("large").resolve("large.bin");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(TWO_GIGABYTES);
    }
    curl(
            "-F",
            "raw.asset1=@" + file,
            "-F",
            "raw.asset1.filename=large.bin",
            rest("components?repository=raw-hosted"))
        .within(Duration.ofMinutes(3))
        .succeed();
    JsonNode asset = json("search/assets?name=large.bin").at("/items/0");
    assertThat(asset.at("/fileSize").asLong()).isEqualTo(TWO_GIGABYTES);
    curl("-X", "DELETE", rest("assets/" + asset.at("/id").asText())).succeed();
  }

  @Test
  public void shouldShowNothingToStrangers() throws Exception {
    assertThat(Command.of("curl", "-sS", "-f", rest("search")).fail()).contains("401");
  }

  private static JsonNode json(String path) throws Exception {
    return new ObjectMapper().readTree(curl(rest(path)).succeed());
  }

  private static String rest(String path) {
    return server.url() + "/service/rest/v1/" + path;
  }

  private static Command curl(String... words) throws IOException {
    String[] common = {"curl", "-sS", "-f", "-g", "-u", server.admin()};
    return Command.of(
        Stream.concat(Arrays.stream(common), Arrays.stream(words)).toArray(String[]::new));
  }
}
