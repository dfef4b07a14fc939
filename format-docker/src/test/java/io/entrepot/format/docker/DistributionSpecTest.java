package io.entrepot.format.docker;

import io.entrepot.testkit.RepositoryDriver;
import io.entrepot.testkit.TestClock;
import io.entrepot.testkit.TestContext;
import io.entrepot.testkit.TestSigner;
import java.util.function.UnaryOperator;

/** The specification over a repository in memory that has a port of its own. */
public final class DistributionSpecTest extends DistributionSpecSuite {

  @Override
  protected Registry registry() {
    DockerFormat format = new DockerFormat(new TestSigner(new TestClock()));
    return new MemoryRegistry(
        RepositoryDriver.of(format, TestContext.hosted(format)), UnaryOperator.identity());
  }
}
