package io.entrepot.testkit;

import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.format.Format;
import io.entrepot.spi.format.Recipe;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.format.Settings;
import java.time.Clock;

/**
 * What a repository gets to work with, in a test.
 *
 * @param name its name
 * @param recipe what it is
 * @param settings how it is set
 * @param content what it holds
 * @param clock the time
 */
public record TestContext(
    String name, Recipe recipe, Settings settings, ContentStore content, Clock clock)
    implements RepositoryContext {

  /** An empty hosted repository {@code files} of that format, with the format's defaults. */
  public static TestContext hosted(Format format) {
    TestClock clock = new TestClock();
    return new TestContext(
        "files",
        new Recipe(format.descriptor().name(), RepositoryType.HOSTED),
        TestSettings.of(format, RepositoryType.HOSTED),
        new MemoryContentStore(clock),
        clock);
  }

  /** The same under another name. */
  public TestContext named(String newName) {
    return new TestContext(newName, recipe, settings, content, clock);
  }

  /** The same, set otherwise. */
  public TestContext with(Settings newSettings) {
    return new TestContext(name, recipe, newSettings, content, clock);
  }

  /** The same, holding something else. */
  public TestContext holding(ContentStore newContent) {
    return new TestContext(name, recipe, settings, newContent, clock);
  }
}
