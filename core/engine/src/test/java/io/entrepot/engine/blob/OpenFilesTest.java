package io.entrepot.engine.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class OpenFilesTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void shouldReadTheLimitThatHolds() throws IOException {
    assertThat(
            limit(
                """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             95982                95982                processes
                Max open files            1024                 4096                 files
                """))
        .isEqualTo(1024);
    assertThat(limit("Max open files            unlimited            unlimited            files\n"))
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  public void shouldKnowNoneWhereThereIsNoSuchFile() {
    assertThat(OpenFiles.limit(folder.getRoot().toPath().resolve("limits")))
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  public void shouldFindTheOneOfThisProcess() {
    assertThat(OpenFiles.limit()).isBetween(64, Integer.MAX_VALUE);
  }

  private int limit(String text) throws IOException {
    Path file = folder.getRoot().toPath().resolve("limits");
    return OpenFiles.limit(Files.writeString(file, text));
  }
}
