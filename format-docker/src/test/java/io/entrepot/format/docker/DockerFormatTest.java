package io.entrepot.format.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.format.Format;
import io.entrepot.testkit.FormatContract;
import io.entrepot.testkit.FormatRules;
import io.entrepot.testkit.RepositoryDriver;
import io.entrepot.testkit.TestClock;
import io.entrepot.testkit.TestContext;
import io.entrepot.testkit.TestRequest;
import io.entrepot.testkit.TestSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.Test;

public final class DockerFormatTest extends FormatContract {

  private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);
  private static final byte[] MANIFEST =
      Images.bytes(Images.manifest(DigestAlgorithm.SHA256, CONFIG));

  @Override
  protected Format format() {
    return new DockerFormat(new TestSigner(new TestClock()));
  }

  @Override
  protected void fill(RepositoryDriver repository) throws IOException {
    Registry registry = new MemoryRegistry(repository, UnaryOperator.identity());
    Images.push(registry, "team/app", CONFIG);
    Images.put(registry, "team/app", "1.0", MANIFEST);
  }

  @Override
  protected List<String> filled() {
    return List.of(
        "v2/team/app/blobs/" + Images.sha256(CONFIG),
        "v2/team/app/manifests/1.0",
        "v2/team/app/manifests/" + Images.sha256(MANIFEST),
        "v2/team/app/tags/list",
        "team/",
        "team/app/_tags/",
        "team/app/_tags/1.0");
  }

  @Override
  protected boolean isOpen(TestRequest request) {
    return Set.of("v1/_ping", "v2/token").contains(request.path());
  }

  @Test
  public void shouldKnowTheSpiAndJacksonAlone() {
    FormatRules.check(DockerFormat.class, "com.fasterxml.jackson..");
  }

  @Test
  public void shouldCallATagAComponent() throws IOException {
    RepositoryDriver driver =
        RepositoryDriver.of(format(), TestContext.hosted(format()).named("team"));
    fill(driver);

    assertThat(driver.content().find(AssetPath.of("team/app/_tags/1.0")).orElseThrow().component())
        .contains(new Component("", "team/app", "1.0"));
    assertThat(driver.repository().address(AssetPath.of("team/app/_tags/1.0")))
        .isEqualTo("v2/team/app/manifests/1.0");
  }
}
