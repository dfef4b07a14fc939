package io.entrepot.shell.search;

import io.entrepot.engine.admin.AssetView;
import io.entrepot.engine.admin.ComponentView;
import io.entrepot.engine.admin.ContentSearch;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RepositoryAdmin;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.admin.SearchOrder;
import io.entrepot.engine.admin.SearchQuery;
import io.entrepot.shell.console.ByteSize;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import io.entrepot.shell.repository.RepositoryNames;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code search:find}. */
@Service
@Command(
    scope = "search",
    name = "find",
    description = "Finds components whose group, name or version has all the given words in it")
public final class FindComponents extends EngineCommand {

  private static final String[] COLUMNS = {
    "Repository", "Group", "Name", "Version", "Assets", "Size"
  };

  /** More than that nobody reads; it says that there is more. */
  private static final int MOST = 100;

  @Reference RepositoryAdmin repositories;

  @Reference ContentSearch search;

  @Argument(name = "words", description = "The words", required = true, multiValued = true)
  List<String> words = List.of();

  @Option(name = "--repository", description = "Only in this repository")
  @Completion(RepositoryNames.class)
  String repository = "";

  @Override
  protected void run(Console console) throws CommandException, RefusedException, IOException {
    List<String> names =
        repositories.definitions().stream().map(RepositoryDefinition::name).toList();
    if (!repository.isEmpty() && !names.contains(repository)) {
      throw failure("There is no repository '" + repository + "'");
    }
    // A group shows what its members hold.
    List<String> holders = repository.isEmpty() ? names : repositories.holders(repository);
    SearchQuery query =
        new SearchQuery(
            holders,
            List.of(),
            List.of(),
            String.join(" ", words),
            SearchOrder.GROUP,
            false,
            Cursor.START,
            MOST,
            repository.isEmpty() ? Map.of() : SearchQuery.inOrder(holders));
    List<String[]> rows = new ArrayList<>();
    Optional<Cursor> more = Optional.of(Cursor.START);
    while (more.isPresent() && rows.size() < MOST) {
      Page<ComponentView> page = search.components(query.after(more.get()));
      page.items().stream().limit(MOST - rows.size()).map(FindComponents::row).forEach(rows::add);
      more = page.next();
    }
    console.table(COLUMNS, rows);
    if (more.isPresent()) {
      console.println("There are more: give more words");
    }
  }

  private static String[] row(ComponentView component) {
    return new String[] {
      component.repository(),
      component.component().group(),
      component.component().name(),
      component.component().version(),
      Integer.toString(component.assets().size()),
      ByteSize.of(
          component.assets().stream()
              .map(AssetView::asset)
              .mapToLong(asset -> asset.blob().size())
              .sum())
    };
  }
}
