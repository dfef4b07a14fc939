package io.entrepot.shell.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.AssetView;
import io.entrepot.engine.admin.ComponentView;
import io.entrepot.engine.admin.ContentSearch;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.admin.SearchQuery;
import io.entrepot.shell.console.FakeSession;
import io.entrepot.shell.repository.FakeRepositories;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.format.Recipe;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Test;

public final class FindComponentsTest {

  private final List<SearchQuery> asked = new ArrayList<>();
  private int items = 1;

  @Test
  public void shouldShowWhatIsFound() throws CommandException {
    FakeSession session = new FakeSession();
    FindComponents command = command(List.of("one", "two"));

    command.execute(session);

    assertThat(session.printed().lines())
        .anySatisfy(
            line -> assertThat(line).containsSubsequence("crates", "group", "name 0", "1.0", "0"));
    assertThat(session.printed()).doesNotContain("more");
    assertThat(asked.get(0).text()).isEqualTo("one two");
    assertThat(asked.get(0).repositories()).containsExactly("barrels", "crates");
  }

  @Test
  public void shouldSayThatThereIsMore() throws CommandException {
    FakeSession session = new FakeSession();
    items = 60;

    command(List.of("one")).execute(session);

    assertThat(session.printed()).contains("name 59", "There are more");
    assertThat(session.printed().lines().filter(line -> line.contains("crates"))).hasSize(100);
  }

  @Test
  public void shouldLookInOneRepositoryOnly() throws Exception {
    FindComponents command = command(List.of("one"));
    command.repository = "crates";

    command.execute(new FakeSession());

    assertThat(asked.get(0).repositories()).containsExactly("crates");
    command.repositories.create(
        new RepositoryDefinition(
            "pile",
            new Recipe("crate", RepositoryType.GROUP),
            true,
            Map.of("members", List.of("crates", "barrels"))));
    command.repository = "pile";
    command.execute(new FakeSession());
    assertThat(asked.get(1).repositories()).containsExactly("crates", "barrels");
    assertThat(asked.get(1).behind()).isEqualTo(Map.of("barrels", List.of("crates")));
    command.repository = "none";
    assertThatThrownBy(() -> command.execute(new FakeSession()))
        .hasMessage("There is no repository 'none'");
  }

  private FindComponents command(List<String> words) {
    FindComponents command = new FindComponents();
    command.repositories = new FakeRepositories();
    command.search = new Search();
    command.words = words;
    return command;
  }

  /** Finds the same on each of its pages. */
  private final class Search implements ContentSearch {
    @Override
    public Page<ComponentView> components(SearchQuery query) {
      asked.add(query);
      List<ComponentView> found = new ArrayList<>();
      for (int i = 0; i < items; i++) {
        Component component = new Component("group", "name " + i, "1.0");
        found.add(new ComponentView(i, "crates", component, List.of()));
      }
      return items == 1
          ? Page.last(found)
          : new Page<>(found, Optional.of(Cursor.after(Integer.toString(asked.size()))));
    }

    @Override
    public Page<AssetView> assets(SearchQuery query) {
      return Page.last(List.of());
    }

    @Override
    public Optional<ComponentView> component(String repository, long id) {
      return Optional.empty();
    }

    @Override
    public Optional<AssetView> asset(String repository, long id) {
      return Optional.empty();
    }

    @Override
    public Page<AssetView> list(List<String> repositories, Cursor from, int limit) {
      return Page.last(List.of());
    }
  }
}
