package io.entrepot.engine.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.database.Database;
import io.entrepot.spi.format.Recipe;
import io.entrepot.spi.format.RepositoryType;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class DatabaseDefinitionsTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Database database;

  @Before
  public void open() throws IOException {
    database = new Database(folder.getRoot().toPath().resolve("database"));
  }

  @After
  public void close() throws IOException {
    database.close();
  }

  @Test
  public void shouldFindAfterARestartWhatWasKept() throws IOException {
    RepositoryDefinition images =
        new RepositoryDefinition(
            "Images",
            new Recipe("plain", RepositoryType.HOSTED),
            false,
            Map.of(
                "connector",
                Map.of("httpPort", 5000L, "subdomain", "images.example"),
                "cleanup",
                Map.of("policyNames", List.of("ä\"'"))));
    KnownFormat plain = new KnownFormat("plain", "connector", List.of("/plain/"));
    DatabaseDefinitions definitions = new DatabaseDefinitions(database);
    definitions.insert(Engine.plain("gone", Map.of()));
    definitions.insert(images);
    definitions.remember(new KnownFormat("plain", "other", List.of()));
    definitions.remember(plain);
    definitions.delete("gone", List.of());
    definitions.delete("never", List.of());

    close();
    open();

    DatabaseDefinitions again = new DatabaseDefinitions(database);
    assertThat(again.formats()).containsExactly(plain);
    assertThat(again.repositories())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.name()).isEqualTo("Images");
              assertThat(found.recipe()).isEqualTo(images.recipe());
              assertThat(found.online()).isFalse();
              RepositorySettings settings = new RepositorySettings(found.settings());
              assertThat(settings.number("connector.httpPort")).hasValue(5000);
              assertThat(found.settings().get("cleanup"))
                  .isEqualTo(images.settings().get("cleanup"));
            });
  }

  @Test
  public void shouldChangeStateAndSettingsAlone() throws IOException {
    DatabaseDefinitions definitions = new DatabaseDefinitions(database);
    definitions.insert(Engine.plain("images", Map.of()));
    definitions.update(
        new RepositoryDefinition(
            "images",
            new Recipe("another", RepositoryType.GROUP),
            false,
            Map.of("plain", Map.of("flag", true))));

    assertThat(definitions.repositories())
        .containsExactly(
            new RepositoryDefinition(
                "images",
                new Recipe("plain", RepositoryType.HOSTED),
                false,
                Map.of("plain", Map.of("flag", true))));
  }

  @Test
  public void shouldChangeGroupsWithTheRemovalOfAMember() throws IOException {
    DatabaseDefinitions definitions = new DatabaseDefinitions(database);
    for (String name : List.of("one", "two", "all")) {
      definitions.insert(Engine.plain(name, Map.of()));
    }
    RepositoryDefinition all = Engine.plain("all", Map.of("group", Map.of("a", "b")));

    definitions.remove(Engine.plain("one", Map.of()), Instant.EPOCH, List.of(all));
    assertThat(definitions.repositories()).containsExactly(all, Engine.plain("two", Map.of()));
    RepositoryDefinition again = Engine.plain("all", Map.of("group", Map.of("a", "c")));
    definitions.delete("two", List.of(again));
    assertThat(definitions.repositories()).containsExactly(again);
  }

  @Test
  public void shouldRefuseNamesThatDifferInCaseAlone() throws IOException {
    DatabaseDefinitions definitions = new DatabaseDefinitions(database);
    definitions.insert(Engine.plain("images", Map.of()));
    assertThatThrownBy(() -> definitions.insert(Engine.plain("IMAGES", Map.of())))
        .isInstanceOf(IOException.class);
  }
}
