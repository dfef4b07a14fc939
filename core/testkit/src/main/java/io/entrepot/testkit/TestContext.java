package io.entrepot.testkit;

import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.format.Format;
import io.entrepot.spi.format.Members;
import io.entrepot.spi.format.Recipe;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.format.Settings;
import io.entrepot.spi.proxy.ProxyCache;
import java.time.Clock;
import java.util.Optional;

/**
 * What a repository gets to work with, in a test.
 *
 * @param name its name
 * @param recipe what it is
 * @param settings how it is set
 * @param content what it holds
 * @param clock the time
 * @param cache what a proxy has of its upstream
 * @param parts what a group consists of
 */
public record TestContext(
    String name,
    Recipe recipe,
    Settings settings,
    ContentStore content,
    Clock clock,
    Optional<ProxyCache> cache,
    Optional<Members> parts)
    implements RepositoryContext {

  /** An empty hosted repository {@code files} of that format, with the format's defaults. */
  public static TestContext hosted(Format format) {
    return empty(format, RepositoryType.HOSTED, new TestClock());
  }

  /** An empty proxy repository {@code files} of that format and upstream. */
  public static TestContext proxy(Format format, TestUpstream upstream) {
    TestContext context = empty(format, RepositoryType.PROXY, upstream.clock());
    return new TestContext(
        context.name,
        context.recipe,
        context.settings,
        context.content,
        context.clock,
        Optional.of(new MemoryProxyCache(context.content, upstream)),
        Optional.empty());
  }

  /** A group repository {@code files} of that format and members. */
  public static TestContext group(Format format, Members members) {
    TestContext context = empty(format, RepositoryType.GROUP, new TestClock());
    return new TestContext(
        context.name,
        context.recipe,
        context.settings,
        members instanceof MemoryMembers some ? some.contents(context.content) : context.content,
        context.clock,
        Optional.empty(),
        Optional.of(members));
  }

  /** The same under another name. */
  public TestContext named(String newName) {
    return new TestContext(newName, recipe, settings, content, clock, cache, parts);
  }

  /** The same, set otherwise. */
  public TestContext with(Settings newSettings) {
    return new TestContext(name, recipe, newSettings, content, clock, cache, parts);
  }

  /** The same, holding something else. */
  public TestContext holding(ContentStore newContent) {
    return new TestContext(name, recipe, settings, newContent, clock, cache, parts);
  }

  @Override
  public ProxyCache proxy() {
    return cache.orElseThrow(() -> new IllegalStateException(name + " is no proxy"));
  }

  @Override
  public Members members() {
    return parts.orElseThrow(() -> new IllegalStateException(name + " is no group"));
  }

  private static TestContext empty(Format format, RepositoryType type, Clock clock) {
    return new TestContext(
        "files",
        new Recipe(format.descriptor().name(), type),
        TestSettings.of(format, type),
        new MemoryContentStore(clock),
        clock,
        Optional.empty(),
        Optional.empty());
  }
}
