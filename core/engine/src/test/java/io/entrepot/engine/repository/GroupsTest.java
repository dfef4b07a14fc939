package io.entrepot.engine.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.admin.RouteStep;
import io.entrepot.engine.admin.RouteStep.Verdict;
import io.entrepot.engine.admin.RoutingRule;
import io.entrepot.engine.admin.RoutingRule.Mode;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.Node;
import io.entrepot.spi.format.Recipe;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import io.entrepot.testkit.TestBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Groups and routing rules, from their settings to what they come to. */
public class GroupsTest {

  private Engine engine;

  @Before
  public void start() throws Exception {
    engine = new Engine(new FakeFormat("plain"), new FakeFormat("other"));
    engine.admin.create(Engine.plain("one", Map.of()));
    engine.admin.create(Engine.plain("two", Map.of()));
  }

  @After
  public void stop() {
    engine.close();
  }

  @Test
  public void shouldKeepTheMembersInTheirOrder() throws Exception {
    engine.admin.create(group("all", List.of("two", "one"), ""));

    assertThat(GroupRules.members(engine.admin.find("all").orElseThrow().definition().settings()))
        .containsExactly("two", "one");
  }

  @Test
  public void shouldRefuseMembersThatCannotBe() throws Exception {
    refused(
        () -> engine.admin.create(group("all", List.of(), "")),
        "group.memberNames: '' names no member");
    refused(
        () -> engine.admin.create(group("all", List.of("one", "three"), "")),
        "group.memberNames: 'three' is not a repository");
    refused(
        () -> engine.admin.create(group("all", List.of("all"), "")),
        "group.memberNames: 'all' is the group itself");
    refused(
        () -> engine.admin.create(group("all", List.of("other-hosted"), "")),
        "group.memberNames: 'other-hosted' has the format 'other', not 'plain'");
    refused(
        () -> engine.admin.create(group("all", List.of("one"), "two")),
        "group.writableMember: 'two' is not one of the members [one]");
  }

  @Test
  public void shouldRefuseAGroupThatWouldContainItself() throws Exception {
    engine.admin.create(group("inner", List.of("one"), ""));
    engine.admin.create(group("middle", List.of("inner"), ""));
    engine.admin.create(group("outer", List.of("middle", "two"), "two"));

    refused(
        () -> engine.admin.update(group("inner", List.of("one", "outer"), "")),
        "group.memberNames: 'outer' contains 'inner' itself");
    refused(
        () -> engine.admin.create(group("more", List.of("inner"), "inner")),
        "group.writableMember: 'inner' is a group repository, only a hosted one takes what is"
            + " written");
  }

  @Test
  public void shouldTakeARemovedMemberOutOfItsGroups() throws Exception {
    put("one", "a");
    put("two", "b");
    engine.admin.create(group("all", List.of("one", "two"), "one"));
    engine.admin.create(group("outer", List.of("all", "one"), ""));
    engine.admin.create(group("other", List.of("two"), "two"));

    assertThat(engine.admin.delete("one")).isTrue();

    assertThat(members("all")).containsExactly("two");
    assertThat(members("outer")).containsExactly("all");
    assertThat(members("other")).containsExactly("two");
    assertThat(GroupRules.writable(definition("all").settings())).isEmpty();
    assertThat(GroupRules.writable(definition("other").settings())).contains("two");
    assertThat(content("all").find(AssetPath.of("a"))).isEmpty();
    assertThat(content("outer").find(AssetPath.of("b"))).isPresent();
    assertThat(engine.store.repositories())
        .contains(definition("all"), definition("outer"), definition("other"));

    assertThat(engine.admin.delete("two")).isTrue();
    assertThat(members("all")).isEmpty();
    assertThat(engine.admin.find("all").orElseThrow().problem()).isEmpty();
    assertThat(content("outer").browse(AssetPath.ROOT, Cursor.START, 10).items()).isEmpty();
  }

  @Test
  public void shouldLeaveGroupsAsTheyAreIfARemovalFails() throws Exception {
    engine.admin.create(group("all", List.of("one", "two"), "one"));
    RepositoryDefinition before = definition("all");
    engine.store.failing(true);

    assertThatThrownBy(() -> engine.admin.delete("one")).isInstanceOf(IOException.class);

    assertThat(definition("all")).isEqualTo(before);
    assertThat(engine.admin.find("one")).isPresent();
    assertThat(engine.store.repositories()).contains(before);
  }

  @Test
  public void shouldKeepWhatIsChangedOfAGroupWhileItsMemberLeaves() throws Exception {
    engine.admin.create(group("all", List.of("one", "two"), "one"));
    var held = engine.served.hold("one").orElseThrow();
    CompletableFuture<Boolean> removal = CompletableFuture.supplyAsync(this::removeOne);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (engine.admin.find("one").isPresent() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    engine.admin.update(group("all", List.of("two"), "two"));
    held.close();

    assertThat(removal.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(GroupRules.writable(definition("all").settings())).contains("two");
    assertThat(engine.store.repositories()).contains(definition("all"));
  }

  private boolean removeOne() {
    try {
      return engine.admin.delete("one");
    } catch (RefusedException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private RepositoryDefinition definition(String name) {
    return engine.admin.find(name).orElseThrow().definition();
  }

  private List<String> members(String group) {
    return GroupRules.members(definition(group).settings());
  }

  @Test
  public void shouldShowWhatAllMembersHoldPageByPage() throws Exception {
    put("one", "b", "D/x", "e");
    put("two", "a", "C", "d", "e", "z/y");
    engine.admin.create(group("all", List.of("one", "two"), ""));
    ContentStore all = content("all");
    List<String> seen = new ArrayList<>();

    Optional<Cursor> next = Optional.of(Cursor.START);
    while (next.isPresent()) {
      Page<Node> page = all.browse(AssetPath.ROOT, next.get(), 2);
      assertThat(page.items()).hasSizeBetween(1, 2);
      page.items().forEach(node -> seen.add(node.name() + (node.folder() ? "/" : "")));
      next = page.next();
    }

    assertThat(seen).containsExactly("a", "b", "C", "D/", "d", "e", "z/");
    assertThat(all.find(AssetPath.of("e"))).isEqualTo(content("one").find(AssetPath.of("e")));
    assertThat(all.list(AssetPath.ROOT, Cursor.START, 100).items())
        .extracting(asset -> asset.path().value())
        .containsExactly("C", "D/x", "a", "b", "d", "e", "z/y");
  }

  @Test
  public void shouldSayWhoWouldServeAPath() throws Exception {
    put("two", "secret/x");
    engine
        .routing()
        .create(new RoutingRule("public", "", Mode.BLOCK, List.of("/secret/.*", "/other/.*")));
    engine.admin.create(group("inner", List.of("one"), "", "public"));
    engine.admin.create(group("all", List.of("inner", "two"), ""));

    assertThat(engine.routing().route("all", "/secret/x"))
        .extracting(RouteStep::repository, RouteStep::verdict)
        .containsExactly(
            tuple("all", Verdict.ASKED),
            tuple("inner", Verdict.BLOCKED),
            tuple("two", Verdict.HAS));
    assertThat(engine.routing().route("all", "open/x"))
        .extracting(RouteStep::repository)
        .containsExactly("all", "inner", "one", "two");
  }

  @Test
  public void shouldKeepARuleThatIsUsed() throws Exception {
    refused(
        () -> engine.admin.create(group("all", List.of("one"), "", "none")),
        "routingRuleName: 'none' is not a routing rule");
    engine.routing().create(new RoutingRule("some", "", Mode.ALLOW, List.of("/a/.*")));
    engine.admin.create(group("all", List.of("one"), "", "some"));

    refused(
        () -> engine.routing().delete("some"), "routing rule 'some' is used by repository 'all'");
    assertThat(engine.served.hold("all").orElseThrow().refusal("b"))
        .hasValueSatisfying(
            problem ->
                assertThat(problem.message())
                    .isEqualTo(
                        "repository 'all' does not serve '/b': routing rule 'some' keeps it from"
                            + " that"));
    assertThat(engine.served.hold("all").orElseThrow().refusal("a/b")).isEmpty();
  }

  @Test
  public void shouldRefuseMatchersThatAreNone() {
    refused(
        () -> engine.routing().create(new RoutingRule("x", "", Mode.ALLOW, List.of("/("))),
        "matchers: '/(' is no regular expression: Unclosed group at 2");
    refused(
        () -> engine.routing().create(new RoutingRule("x", "", Mode.ALLOW, List.of())),
        "matchers: '[]' are not 1 to 100 regular expressions");
  }

  private void put(String repository, String... paths) throws Exception {
    for (String path : paths) {
      TestBytes.put(content(repository), path, path + " of " + repository);
    }
  }

  private ContentStore content(String repository) {
    try (var held = engine.served.hold(repository).orElseThrow()) {
      return held.content();
    }
  }

  private static RepositoryDefinition group(String name, List<String> members, String writable) {
    return group(name, members, writable, "");
  }

  private static RepositoryDefinition group(
      String name, List<String> members, String writable, String rule) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("group", Map.of("memberNames", members, "writableMember", writable));
    settings.put("routingRuleName", rule);
    return new RepositoryDefinition(
        name, new Recipe("plain", RepositoryType.GROUP), true, settings);
  }

  private static void refused(ThrowingCallable change, String message) {
    assertThatThrownBy(change).isInstanceOf(RefusedException.class).hasMessage(message);
  }
}
