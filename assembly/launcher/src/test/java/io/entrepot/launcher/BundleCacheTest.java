package io.entrepot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class BundleCacheTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private Layout layout;
  private Path bundle;

  @Before
  public void fill() throws IOException {
    Path root = folder.getRoot().toPath();
    layout = new Layout(root.resolve("home"), root.resolve("data"));
    bundle = layout.cache().resolve("bundle7/bundle.info");
    Files.createDirectories(bundle.getParent());
    Files.writeString(bundle, "7");
    Files.writeString(layout.booted(), "1.0 abc 17 /home\n");
  }

  @Test
  public void shouldUseCacheOfSameBuildAgain() throws IOException {
    assertThat(new BundleCache(layout, "1.0 abc 17 /home").prepare()).isTrue();
    assertThat(bundle).exists();
  }

  @Test
  public void shouldEmptyCacheOfOtherBuild() throws IOException {
    assertThat(new BundleCache(layout, "1.1 def 17 /home").prepare()).isFalse();
    assertThat(layout.cache()).doesNotExist();
  }

  @Test
  public void shouldEmptyCacheWhoseLastBootDidNotEnd() throws IOException {
    BundleCache cache = new BundleCache(layout, "1.0 abc 17 /home");
    assertThat(cache.prepare()).isTrue();
    assertThat(cache.prepare()).as("after a boot that wrote no mark").isFalse();
    assertThat(bundle).doesNotExist();
  }
}
