package io.entrepot.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DataLockTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private Path file;

  @Before
  public void nameFile() {
    file = folder.getRoot().toPath().resolve("entrepot.pid");
  }

  @Test
  public void shouldRefuseSecondServer() throws Exception {
    DataLock held = DataLock.take(file);
    try {
      assertThatThrownBy(() -> DataLock.take(file))
          .isInstanceOf(LaunchException.class)
          .hasMessageContainingAll(
              file.getParent().toString(), String.valueOf(ProcessHandle.current().pid()));
      assertThat(DataLock.holder(file)).contains(ProcessHandle.current().pid());
    } finally {
      held.close();
    }
  }

  @Test
  public void shouldNotTakeForgottenFileForServer() throws IOException {
    Files.writeString(file, ProcessHandle.current().pid() + "\n");
    assertThat(DataLock.holder(file)).isEmpty();
  }

  @Test
  public void shouldKnowNoServerWhereNoneEverRan() {
    assertThat(DataLock.holder(file)).isEmpty();
  }
}
