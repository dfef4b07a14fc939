package io.entrepot.engine.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.admin.Secret;
import io.entrepot.engine.admin.UpstreamAdmin;
import io.entrepot.engine.admin.UpstreamView;
import io.entrepot.spi.format.Recipe;
import io.entrepot.spi.format.RepositoryType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

public final class RepositoryUpstreamsTest {

  private static RepositoryDefinition definition(
      String name, RepositoryType type, Map<String, Object> settings) {
    return new RepositoryDefinition(name, new Recipe("both", type), true, settings);
  }

  private static Engine engine() throws Exception {
    Engine engine = new Engine(new FakeFormat("both", Set.of(RepositoryType.values())));
    for (String name : List.of("one", "two")) {
      engine.admin.create(
          definition(
              name,
              RepositoryType.PROXY,
              Map.of(
                  "proxy",
                  Map.of("remoteUrl", "https://" + name + ".example.org/"),
                  "httpClient",
                  Map.of(
                      "authentication",
                      Map.of("type", "username", "username", "me", "password", "canary")))));
    }
    return engine;
  }

  @Test
  public void shouldOpenAndCloseCachesWithTheirRepositories() throws Exception {
    try (Engine engine = engine()) {
      assertThat(engine.caches()).contains("open one https://one.example.org/");
      engine.caches().clear();
      engine.admin.delete("one");
      assertThat(engine.caches()).containsExactly("close one");
    }
  }

  @Test
  public void shouldBlockAndAskAgainAndKeepSecrets() throws Exception {
    try (Engine engine = engine()) {
      UpstreamAdmin upstreams = engine.upstreams();
      upstreams.block("one", true);
      RepositoryDefinition blocked = engine.admin.find("one").orElseThrow().definition();
      assertThat(new RepositorySettings(blocked.settings()).flag("httpClient.blocked")).isTrue();
      assertThat(
              ((Map<?, ?>) ((Map<?, ?>) blocked.settings().get("httpClient")).get("authentication"))
                  .get("password"))
          .isEqualTo(new Secret("canary"));
      upstreams.block("one", false);
      RepositoryDefinition asked = engine.admin.find("one").orElseThrow().definition();
      assertThat(new RepositorySettings(asked.settings()).flag("httpClient.blocked")).isFalse();
    }
  }

  @Test
  public void shouldTellHowUpstreamsAre() throws Exception {
    try (Engine engine = engine()) {
      UpstreamAdmin upstreams = engine.upstreams();
      assertThat(upstreams.list())
          .extracting(UpstreamView::repository)
          .containsExactly("one", "two");
      assertThat(upstreams.find("one").state()).isEqualTo(UpstreamView.State.AVAILABLE);
      RepositoryDefinition one = engine.admin.find("one").orElseThrow().definition();
      engine.admin.update(
          new RepositoryDefinition(one.name(), one.recipe(), false, one.settings()));
      assertThat(upstreams.find("one").state()).isEqualTo(UpstreamView.State.OFFLINE);
      assertThatThrownBy(() -> upstreams.find("both-hosted"))
          .isInstanceOf(RefusedException.class)
          .hasMessage("repository 'both-hosted' is no proxy: it has no upstream");
    }
  }

  @Test
  public void shouldInvalidateProxiesAndThoseOfGroups() throws Exception {
    try (Engine engine = engine()) {
      engine.admin.create(
          definition(
              "inner",
              RepositoryType.GROUP,
              Map.of("group", Map.of("memberNames", List.of("two")))));
      engine.admin.create(
          definition(
              "all",
              RepositoryType.GROUP,
              Map.of(
                  "group", Map.of("memberNames", List.of("both-hosted", "one", "inner", "two")))));
      engine.caches().clear();
      engine.upstreams().invalidate("one");
      assertThat(engine.caches()).containsExactly("invalidate one");
      engine.caches().clear();
      engine.upstreams().invalidate("all");
      assertThat(engine.caches()).containsExactly("invalidate one", "invalidate two");
      assertThatThrownBy(() -> engine.upstreams().invalidate("both-hosted"))
          .hasMessage("repository 'both-hosted' is a hosted one: it keeps nothing of an upstream");
      assertThatThrownBy(() -> engine.upstreams().invalidate("none"))
          .hasMessage("there is no repository 'none'");
    }
  }
}
