package io.entrepot.engine.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.admin.Secret;
import io.entrepot.engine.database.Database;
import io.entrepot.spi.format.Recipe;
import io.entrepot.spi.format.RepositoryType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What the database's files have of secrets. */
public final class SealedSettingsTest {

  private static final String CANARY = "canary-in-the-database";
  private static final String PASSWORD = "httpClient.authentication.password";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void shouldKeepSecretsSealed() throws IOException {
    Path data = folder.getRoot().toPath();
    try (Database database = new Database(data.resolve("database"))) {
      DatabaseDefinitions definitions = new DatabaseDefinitions(database);
      definitions.insert(proxy("one"));
      definitions.insert(proxy("two"));
      definitions.update(proxy("one"));
      definitions.remove(proxy("two"), Instant.EPOCH, List.of());

      assertThat(filesWith(data, CANARY)).isEmpty();
      assertThat(filesWith(data, "files.example.org")).isNotEmpty();
    }
    assertThat(filesWith(data, CANARY)).isEmpty();
    assertThat(data.resolve("keys").resolve("secrets.key")).exists();

    try (Database database = new Database(data.resolve("database"))) {
      DatabaseDefinitions definitions = new DatabaseDefinitions(database);
      assertThat(definitions.repositories()).containsExactly(proxy("one"));
      assertThat(definitions.removed().get(0).definition()).isEqualTo(proxy("two"));
    }
  }

  @Test
  public void shouldNotLoseSecretsThatItCannotOpen() throws IOException {
    Path data = folder.getRoot().toPath();
    Path key = data.resolve("keys").resolve("secrets.key");
    try (Database database = new Database(data.resolve("database"))) {
      new DatabaseDefinitions(database).insert(proxy("one"));
    }
    Files.move(key, data.resolve("aside"));
    try (Database database = new Database(data.resolve("database"))) {
      DatabaseDefinitions definitions = new DatabaseDefinitions(database);
      RepositoryDefinition without = definitions.repositories().get(0);
      assertThat(new RepositorySettings(without.settings()).text(PASSWORD)).isEmpty();
      definitions.update(without);
    }
    Files.move(data.resolve("aside"), key);
    try (Database database = new Database(data.resolve("database"))) {
      assertThat(new DatabaseDefinitions(database).repositories()).containsExactly(proxy("one"));
    }
  }

  private static RepositoryDefinition proxy(String name) {
    return new RepositoryDefinition(
        name,
        new Recipe("plain", RepositoryType.PROXY),
        true,
        Map.of(
            "proxy",
            Map.of("remoteUrl", "https://files.example.org"),
            "httpClient",
            Map.of("authentication", Map.of("password", new Secret(CANARY)))));
  }

  private static List<Path> filesWith(Path data, String text) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files.filter(Files::isRegularFile).filter(file -> has(file, text)).toList();
    }
  }

  private static boolean has(Path file, String text) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
