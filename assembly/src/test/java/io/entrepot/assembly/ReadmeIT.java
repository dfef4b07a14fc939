package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.Test;

/**
 * The README's tour, word by word; only its ports and folders are the test's own, and a registry
 * that stands in for Docker Hub, which is not within reach.
 */
public class ReadmeIT {

  @Test
  public void shouldWorkAsWritten() throws Exception {
    String tour =
        Pattern.compile("(?s)```sh\\n(.*?)```")
            .matcher(Files.readString(Path.of(System.getProperty("entrepot.readme"))))
            .results()
            .map((MatchResult block) -> block.group(1))
            .collect(Collectors.joining());
    assertThat(tour).contains("docker push", "skopeo copy", "curl", "entrepot client");

    int mirror = Ports.free();
    try (Entrepot server = Entrepot.unpack().set("ENTREPOT_UPSTREAM_ALLOW", "127.0.0.1");
        RegistryServer hub = RegistryServer.open();
        DockerEngine engine = DockerEngine.start("--registry-mirror=http://127.0.0.1:" + mirror)) {
      server.start();
      String greeting = hub.registry() + "/library/hello-world:latest";
      engine.build(greeting, "hello from the hub");
      engine.docker("push", greeting).succeed();
      engine.build("hello:latest", "hello");
      Path folder = server.scratch("tour");
      Files.writeString(folder.resolve("README.md"), "# A file to upload");
      Path script =
          Files.writeString(
              folder.resolve("tour.sh"),
              tour.replace("localhost:8081", server.registry())
                  .replace("https://registry-1.docker.io", hub.url())
                  .replace("5000", Integer.toString(mirror))
                  .replace("5443", Integer.toString(Ports.free()))
                  .replace("\"$PWD/data\"", "'" + server.data() + "'")
                  .replace("assembly/target/assembly/bin", server.home() + "/bin"));

      String printed =
          engine
              .docker() // for its socket and login file
              .script("cd '" + folder + "' && exec sh -eux " + script)
              .with("DOCKER_CONFIG", folder + "/docker")
              .with("ENTREPOT_SHELL_PORT", Integer.toString(server.shellPort()))
              .succeed();

      assertThat(printed).contains("# A file t", "docker-hosted", "raw-hosted");
    }
  }
}
