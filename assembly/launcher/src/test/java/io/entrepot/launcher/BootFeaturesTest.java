package io.entrepot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class BootFeaturesTest {
  private static final Set<String> OWN = Set.of("core", "format-a", "format-b");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private Path record;
  private BootFeatures features;

  @Before
  public void ship() throws IOException {
    record = folder.getRoot().toPath().resolve("features.properties");
    Path shipped = folder.newFile("features.cfg").toPath();
    Files.writeString(
        shipped,
        """
        featuresRepositories = \\
          mvn:a/b/1/xml/features, \\
          mvn:c/d/2/xml/features
        featuresBoot = \\
          core/1.0.0.SNAPSHOT, \\
          format-a/1.0.0.SNAPSHOT
        autoRefresh = false
        """);
    features = new BootFeatures(shipped);
  }

  @Test
  public void shouldStartWithWhatIsShippedWithoutRecord() throws IOException {
    assertThat(features.compose(record, OWN))
        .containsExactly("core/1.0.0.SNAPSHOT", "format-a/1.0.0.SNAPSHOT");
    assertThat(features.names()).containsExactly("core", "format-a");
    assertThat(features.repositories())
        .containsExactly("mvn:a/b/1/xml/features", "mvn:c/d/2/xml/features");
  }

  @Test
  public void shouldLeaveOutWhatWasUninstalledAndAddOwnThatWereInstalled() throws IOException {
    Files.writeString(record, "installed = format-b,foreign/1.2\nuninstalled = format-a\n");
    assertThat(features.compose(record, OWN)).containsExactly("core/1.0.0.SNAPSHOT", "format-b");
  }

  @Test
  public void shouldLeaveOutOwnThatThisVersionNoLongerHas() throws IOException {
    Files.writeString(record, "installed = format-gone\n");
    assertThat(features.compose(record, OWN)).doesNotContain("format-gone");
  }

  @Test
  public void shouldWriteConfigurationThatReadsBack() throws IOException {
    Properties written = new Properties();
    written.load(new StringReader(features.configuration(List.of("core", "format-b"))));
    assertThat(written)
        .containsEntry("featuresBoot", "core,format-b")
        .containsEntry("featuresRepositories", "mvn:a/b/1/xml/features,mvn:c/d/2/xml/features")
        .containsEntry("autoRefresh", "false");
  }
}
