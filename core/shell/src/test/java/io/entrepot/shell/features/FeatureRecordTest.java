package io.entrepot.shell.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FeatureRecordTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private Path file;

  @Before
  public void nameFile() {
    file = folder.getRoot().toPath().resolve("features.properties");
  }

  @Test
  public void shouldReadWhatWasWritten() throws IOException {
    FeatureRecord record =
        new FeatureRecord(
            Set.of("format-b", "other/1.2.3"),
            Set.of("format-a"),
            Set.of("mvn:org.example/features/1/xml/features"));
    record.write(file);
    assertThat(FeatureRecord.read(file)).isEqualTo(record);
    assertThat(record.foreign()).containsExactly("other/1.2.3");
  }

  @Test
  public void shouldReadNothingWhereNothingWasWritten() throws IOException {
    assertThat(FeatureRecord.read(file)).isEqualTo(new FeatureRecord(Set.of(), Set.of(), Set.of()));
  }

  @Test
  public void shouldLeaveNoStagedFileBehind() throws IOException {
    new FeatureRecord(Set.of(), Set.of("a"), Set.of()).write(file);
    new FeatureRecord(Set.of(), Set.of("b"), Set.of()).write(file);
    assertThat(folder.getRoot().list()).containsExactly("features.properties");
    assertThat(FeatureRecord.read(file).uninstalled()).containsExactly("b");
  }

  @Test
  public void shouldNameFileThatCannotBeRead() throws IOException {
    Files.writeString(file, "installed = \\u12");
    assertThatThrownBy(() -> FeatureRecord.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }
}
