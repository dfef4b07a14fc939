package io.entrepot.shell.upstream;

import io.entrepot.engine.admin.UpstreamAdmin;
import io.entrepot.engine.admin.UpstreamView;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import java.util.List;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code upstream:list}. */
@Service
@Command(
    scope = "upstream",
    name = "list",
    description = "Lists the upstreams of proxies, and how they are")
public final class ListUpstreams extends EngineCommand {

  private static final String[] COLUMNS = {
    "Repository", "URL", "State", "Until", "Requests left", "In flight", "Reason"
  };

  @Reference UpstreamAdmin upstreams;

  @Override
  protected void run(Console console) {
    List<String[]> rows = upstreams.list().stream().map(ListUpstreams::row).toList();
    console.table(COLUMNS, rows);
  }

  private static String[] row(UpstreamView view) {
    return new String[] {
      view.repository(),
      view.url(),
      view.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
      view.until().map(Object::toString).orElse(""),
      view.remaining().isPresent() ? Long.toString(view.remaining().getAsLong()) : "",
      Integer.toString(view.inFlight()),
      view.reason()
    };
  }
}
