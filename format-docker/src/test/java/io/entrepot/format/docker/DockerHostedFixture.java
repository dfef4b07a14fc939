package io.entrepot.format.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.testkit.RepositoryDriver;
import io.entrepot.testkit.TestClock;
import io.entrepot.testkit.TestContext;
import io.entrepot.testkit.TestSettings;
import io.entrepot.testkit.TestSigner;
import java.io.IOException;
import java.util.function.UnaryOperator;

/** A hosted repository {@code team} in memory. */
abstract class DockerHostedFixture {

  final TestClock clock = new TestClock();
  final DockerFormat format = new DockerFormat(new TestSigner(clock), clock);
  final TestContext context = TestContext.hosted(format).named("team");
  final RepositoryDriver driver = RepositoryDriver.of(format, context);
  final Registry registry = registry(driver);

  JsonNode catalog() throws IOException {
    return registry.send(Call.get("/v2/_catalog")).json().path("repositories");
  }

  RepositoryDriver with(UnaryOperator<TestSettings> change) {
    return RepositoryDriver.of(
        format, context.with(change.apply(TestSettings.of(format, RepositoryType.HOSTED))));
  }

  static Registry registry(RepositoryDriver driver) {
    return new MemoryRegistry(driver, UnaryOperator.identity());
  }
}
