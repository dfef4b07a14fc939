package io.entrepot.engine.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.testkit.TestBytes;
import java.io.IOException;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public final class ContentDeletionTest {

  private static final Component PART = new Component("g", "part", "1");

  private Engine engine;
  private ContentDeletion deletion;
  private ContentStore content;

  @Before
  public void start() throws IOException {
    engine = new Engine(new FakeFormat("plain"));
    deletion = new ContentDeletion(engine.served, engine.contents);
    content = engine.contents.of("plain-hosted", "default");
    put("a", PART);
    put("b", PART);
    put("c", new Component("g", "part", "2"));
  }

  @After
  public void stop() {
    engine.close();
  }

  @Test
  public void shouldDeleteAnAssetAlone() throws Exception {
    assertThat(deletion.deleteAsset("plain-hosted", AssetPath.of("a")))
        .containsExactly(AssetPath.of("a"));
    assertThat(content.find(AssetPath.of("a"))).isEmpty();
    assertThat(content.find(AssetPath.of("b"))).isPresent();
  }

  @Test
  public void shouldDeleteAComponentWithItsAssetsAlone() throws Exception {
    assertThat(deletion.deleteComponent("plain-hosted", PART))
        .containsExactlyInAnyOrder(AssetPath.of("a"), AssetPath.of("b"));
    assertThat(content.find(AssetPath.of("c"))).isPresent();
  }

  @Test
  public void shouldSayWhatIsNotThere() {
    refused(
        () -> deletion.deleteAsset("plain-hosted", AssetPath.of("x")),
        Kind.NOT_FOUND,
        "there is no asset 'x' in repository 'plain-hosted'");
    refused(
        () -> deletion.deleteComponent("plain-hosted", new Component("", "part", "1")),
        Kind.NOT_FOUND,
        "there is no component 'part:1' in repository 'plain-hosted'");
    refused(
        () -> deletion.deleteAsset("other", AssetPath.of("a")),
        Kind.NOT_FOUND,
        "there is no repository 'other'");
  }

  @Test
  public void shouldLeaveWhatIsReadOnlyOrDoesNotServe() throws Exception {
    engine.admin.update(Engine.plain("plain-hosted", Map.of("storage", writePolicy("deny"))));
    refused(
        () -> deletion.deleteAsset("plain-hosted", AssetPath.of("a")),
        Kind.FORBIDDEN,
        "repository 'plain-hosted' is read-only: its write policy is DENY");
    engine.admin.update(Engine.plain("plain-hosted", Map.of("storage", writePolicy("allow"))));
    engine.served.left(engine.served.format("plain").orElseThrow());
    refused(
        () -> deletion.deleteAsset("plain-hosted", AssetPath.of("a")),
        Kind.CONFLICT,
        "needs the format 'plain', which is not installed");
    assertThat(content.find(AssetPath.of("a"))).isPresent();
  }

  private static Map<String, Object> writePolicy(String policy) {
    return Map.of("writePolicy", policy);
  }

  private void put(String path, Component component) throws IOException {
    content.commit(
        ChangeSet.empty()
            .put(
                AssetWrite.of(AssetPath.of(path), "text/plain").in(component),
                TestBytes.staged(content, path)));
  }

  private static void refused(ThrowingCallable call, Kind kind, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.kind()).isEqualTo(kind);
              assertThat(refused.getMessage()).contains(message);
            });
  }
}
