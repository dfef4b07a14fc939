package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.Test;

/** The README's tour, word by word; only its ports and folders are the test's own. */
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

    try (Entrepot server = Entrepot.started();
        DockerEngine engine = DockerEngine.start()) {
      engine.build("hello:latest", "hello");
      Path folder = server.scratch("tour");
      Files.writeString(folder.resolve("README.md"), "# A file to upload");
      Path script =
          Files.writeString(
              folder.resolve("tour.sh"),
              tour.replace("localhost:8081", server.registry())
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
