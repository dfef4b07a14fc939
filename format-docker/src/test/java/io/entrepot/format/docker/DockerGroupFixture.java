package io.entrepot.format.docker;

import io.entrepot.spi.format.RepositoryType;
import io.entrepot.testkit.MemoryMembers;
import io.entrepot.testkit.RepositoryDriver;
import io.entrepot.testkit.TestClock;
import io.entrepot.testkit.TestContext;
import io.entrepot.testkit.TestReply;
import io.entrepot.testkit.TestRequest;
import io.entrepot.testkit.TestSettings;
import io.entrepot.testkit.TestSigner;
import io.entrepot.testkit.TestUpstream;
import java.util.function.UnaryOperator;

/** A group {@code all} of two hosted repositories and a proxy between them, in memory. */
abstract class DockerGroupFixture {

  final TestClock clock = new TestClock();
  final DockerFormat format = new DockerFormat(new TestSigner(clock), clock);
  final TestUpstream upstream = new TestUpstream();
  final UpstreamImages images = new UpstreamImages(upstream);
  final TestContext own = TestContext.hosted(format).named("own");
  final RepositoryDriver hosted = RepositoryDriver.of(format, own);
  final TestContext second = TestContext.hosted(format).named("second");
  final RepositoryDriver other = RepositoryDriver.of(format, second);
  final TestContext hub =
      TestContext.proxy(format, upstream)
          .named("hub")
          .with(settings(RepositoryType.PROXY).with("proxy.remoteUrl", "https://registry.example"));
  final RepositoryDriver proxy = RepositoryDriver.of(format, hub);
  final MemoryMembers members =
      new MemoryMembers()
          .and(hosted.repository(), own)
          .and(proxy.repository(), hub)
          .and(other.repository(), second);
  final RepositoryDriver group = group(settings -> settings);

  RepositoryDriver group(UnaryOperator<TestSettings> set) {
    return group(members, set);
  }

  RepositoryDriver group(MemoryMembers some, UnaryOperator<TestSettings> set) {
    return RepositoryDriver.of(
        format,
        TestContext.group(format, some)
            .named("all")
            .with(set.apply(settings(RepositoryType.GROUP))));
  }

  TestSettings settings(RepositoryType type) {
    return TestSettings.of(format, type);
  }

  static Registry registry(RepositoryDriver driver) {
    return new MemoryRegistry(driver, UnaryOperator.identity());
  }

  TestReply send(TestRequest request) {
    return group.send(request);
  }

  TestReply get(String path) {
    return send(TestRequest.get(path));
  }
}
