package io.entrepot.shell.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RouteStep;
import io.entrepot.engine.admin.RouteStep.Verdict;
import io.entrepot.engine.admin.RoutingAdmin;
import io.entrepot.engine.admin.RoutingRule;
import io.entrepot.engine.admin.RoutingRule.Mode;
import io.entrepot.shell.console.FakeSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Test;

public final class RoutingCommandsTest {

  private final FakeSession session = new FakeSession();
  private final FakeRouting routing = new FakeRouting();

  @Test
  public void shouldMakeAndListAndRemoveARule() throws CommandException {
    create("block").execute(session);
    assertThat(routing.rules())
        .containsExactly(new RoutingRule("public", "", Mode.BLOCK, List.of("/a/.*", "/b")));

    ListRules list = new ListRules();
    list.routing = routing;
    list.execute(session);
    assertThat(session.printed()).contains("public", "block", "/a/.* /b", "hub");

    DeleteRule delete = new DeleteRule();
    delete.routing = routing;
    delete.name = "public";
    delete.execute(session);
    assertThat(routing.rules()).isEmpty();
  }

  @Test
  public void shouldSayWhatIsNoMode() {
    assertThatThrownBy(() -> create("deny").execute(session))
        .hasMessage("'deny' is neither allow nor block");
    assertThat(routing.rules()).isEmpty();
  }

  private CreateRule create(String mode) {
    CreateRule create = new CreateRule();
    create.routing = routing;
    create.name = "public";
    create.mode = mode;
    create.matchers = List.of("/a/.*", "/b");
    return create;
  }

  private static final class FakeRouting implements RoutingAdmin {
    private final Map<String, RoutingRule> rules = new TreeMap<>();

    @Override
    public List<RoutingRule> rules() {
      return List.copyOf(rules.values());
    }

    @Override
    public Optional<RoutingRule> find(String name) {
      return Optional.ofNullable(rules.get(name));
    }

    @Override
    public List<String> users(String rule) {
      return List.of("hub");
    }

    @Override
    public void create(RoutingRule rule) {
      rules.put(rule.name(), rule);
    }

    @Override
    public void update(RoutingRule rule) {
      rules.put(rule.name(), rule);
    }

    @Override
    public void delete(String name) throws RefusedException {
      rules.remove(name);
    }

    @Override
    public List<RouteStep> route(String repository, String path) {
      return List.of(new RouteStep(repository, "raw-proxy", Verdict.ASKED, path));
    }
  }
}
