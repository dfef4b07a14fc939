package io.entrepot.format.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.proxy.ProxyCache.Question;
import io.entrepot.testkit.RepositoryDriver;
import io.entrepot.testkit.TestClock;
import io.entrepot.testkit.TestContext;
import io.entrepot.testkit.TestReply;
import io.entrepot.testkit.TestRequest;
import io.entrepot.testkit.TestSettings;
import io.entrepot.testkit.TestSigner;
import io.entrepot.testkit.TestUpstream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A proxy {@code hub} over an upstream in memory. */
abstract class DockerProxyFixture {

  final TestClock clock = new TestClock();
  final DockerFormat format = new DockerFormat(new TestSigner(clock), clock);
  final TestUpstream upstream = new TestUpstream();
  final UpstreamImages images = new UpstreamImages(upstream);
  final TestContext context =
      TestContext.proxy(format, upstream)
          .named("hub")
          .with(settings().with("proxy.remoteUrl", "https://registry.example"));
  final RepositoryDriver driver = RepositoryDriver.of(format, context);

  TestSettings settings() {
    return TestSettings.of(format, RepositoryType.PROXY);
  }

  RepositoryDriver driver(TestSettings settings) {
    return RepositoryDriver.of(format, context.with(settings));
  }

  TestReply send(TestRequest request) {
    return driver.send(request);
  }

  TestReply get(String path) {
    return send(TestRequest.get(path));
  }

  long asked(Method method, String address) {
    return upstream.questions().stream()
        .filter(question -> question.method() == method)
        .map(Question::address)
        .filter(address::equals)
        .count();
  }

  static List<String> texts(TestReply reply, String field) throws IOException {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    List<String> texts = new ArrayList<>();
    Json.read(reply.text()).path(field).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  static List<String> names(TestReply reply) throws IOException {
    List<String> names = new ArrayList<>();
    Json.read(reply.text()).path("results").forEach(one -> names.add(one.path("name").asText()));
    return names;
  }

  static List<String> digests(TestReply reply) throws IOException {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    List<String> digests = new ArrayList<>();
    Json.read(reply.text())
        .path("manifests")
        .forEach(one -> digests.add(one.path("digest").asText()));
    return digests;
  }
}
