package io.entrepot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ContainerEtcTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private Path shipped;
  private Path used;
  private ContainerEtc etc;

  @Before
  public void ship() throws IOException {
    shipped = folder.newFolder("home").toPath();
    used = folder.getRoot().toPath().resolve("data/karaf/etc");
    etc = new ContainerEtc(shipped, used);
    Files.createDirectory(shipped.resolve("scripts"));
    Files.writeString(shipped.resolve("scripts/init"), "1");
    Files.writeString(shipped.resolve("log.cfg"), "level = 1");
    Files.writeString(shipped.resolve("config.properties"), "a = 1");
    etc.update();
  }

  @Test
  public void shouldCopyEverythingAtFirst() {
    assertThat(used.resolve("scripts/init")).hasContent("1");
    assertThat(used.resolve("log.cfg")).hasContent("level = 1");
    assertThat(used.resolve("config.properties")).hasContent("a = 1");
  }

  @Test
  public void shouldTakeNewVersionsConfiguration() throws IOException {
    Files.writeString(shipped.resolve("log.cfg"), "level = 2");
    etc.update();
    assertThat(used.resolve("log.cfg")).hasContent("level = 2");
  }

  @Test
  public void shouldKeepConfigurationThatAnOperatorChanged() throws IOException {
    Files.writeString(used.resolve("log.cfg"), "level = mine");
    Files.writeString(shipped.resolve("log.cfg"), "level = 2");
    etc.update();
    etc.update();
    assertThat(used.resolve("log.cfg")).hasContent("level = mine");
  }

  @Test
  public void shouldKeepConfigurationThatAnOperatorAdded() throws IOException {
    Files.writeString(used.resolve("own.cfg"), "mine");
    Files.writeString(shipped.resolve("own.cfg"), "shipped later");
    etc.update();
    assertThat(used.resolve("own.cfg")).hasContent("mine");
  }

  @Test
  public void shouldAlwaysReplaceWhatBelongsToTheVersion() throws IOException {
    Files.writeString(used.resolve("config.properties"), "a = broken");
    etc.update();
    assertThat(used.resolve("config.properties")).hasContent("a = 1");
  }
}
