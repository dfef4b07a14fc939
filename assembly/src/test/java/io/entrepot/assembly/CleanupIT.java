package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** Cleanup policies and tasks, with skopeo and the shell. */
public class CleanupIT {

  private static Entrepot server;

  @BeforeClass
  public static void start() throws Exception {
    server = Entrepot.started();
  }

  @AfterClass
  public static void stop() throws IOException {
    server.close();
  }

  @Test
  public void shouldKeepTheNewestTagsAndPullThemAfterwards() throws Exception {
    server.rest(
        "POST",
        "/v1/cleanup-policies",
        "{\"name\":\"two\",\"format\":\"docker\",\"retain\":2,\"sortBy\":\"version\"}");
    server.rest(
        "POST",
        "/v1/cleanup-policies",
        "{\"name\":\"all\",\"format\":\"*\",\"criteriaAssetRegex\":\".*/1[.]10\"}");
    server.rest(
        "POST",
        "/v1/repositories/docker/hosted",
        "{\"name\":\"kept\",\"online\":true,\"storage\":{\"blobStoreName\":\"default\","
            + "\"strictContentTypeValidation\":true,\"writePolicy\":\"ALLOW\"},"
            + "\"cleanup\":{\"policyNames\":[\"two\"]},"
            + "\"docker\":{\"v1Enabled\":false,\"forceBasicAuth\":false}}");
    Path image = Images.oci(server.scratch("image"), "cleanup", 1, 1);
    for (String tag : List.of("1.9", "1.10", "1.10-rc1", "1.2", "latest")) {
      skopeo("copy", "--dest-tls-verify=false", "--dest-creds", server.admin())
          .arguments("oci:" + image + ":v1", name(tag))
          .succeed();
    }

    assertThat(server.shell("cleanup:preview kept").output())
        .contains("1.2", "1.9", "not among the 2 highest versions")
        .contains("2 of 5 components would be removed");
    assertThat(server.shell("task:list").output()).contains("repository.cleanup", "waiting");
    assertThat(server.shell("task:run repository.cleanup").exit()).isZero();
    Waiting.until(
        "the cleanup's end",
        Duration.ofSeconds(30),
        () ->
            server
                .shell("task:show repository.cleanup")
                .output()
                .contains("'kept': 2 components removed"));

    assertThat(
            skopeo("list-tags", "--tls-verify=false", "--creds", server.admin())
                .arguments("docker://" + server.registry() + "/kept/app")
                .succeed())
        .contains("\"1.10\"", "\"1.10-rc1\"", "\"latest\"")
        .doesNotContain("\"1.9\"", "\"1.2\"");
    Path back = server.scratch("back");
    skopeo("copy", "--src-tls-verify=false", "--src-creds", server.admin())
        .arguments(name("1.10"), "oci:" + back.resolve("layout") + ":v1")
        .succeed();

    server.stop();
    server.start();
    assertThat(server.shell("task:show repository.cleanup").output())
        .as("the history survives a restart")
        .contains("by hand", "ok");
    assertThat(server.rest("GET", "/v1/cleanup/preview?repository=kept&policy=all", ""))
        .as("so does when it was read")
        .contains("\"version\":\"1.10\"", "\"lastDownloaded\":\"20");
  }

  private static String name(String tag) {
    return "docker://" + server.registry() + "/kept/app:" + tag;
  }

  private static Skopeo skopeo(String... options) {
    return new Skopeo(List.of(options));
  }

  private record Skopeo(List<String> options) {
    Command arguments(String... names) {
      return Command.of(
          Stream.of(List.of("skopeo"), options, List.of(names))
              .flatMap(List::stream)
              .toArray(String[]::new));
    }
  }
}
