package io.entrepot.engine.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SecretFileTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void shouldReplaceItsContentForItsOwnerAlone() throws Exception {
    Path path = folder.getRoot().toPath().resolve("keys").resolve("secret");
    SecretFile file = new SecretFile(path);
    assertThat(file.read()).isEmpty();

    file.write("first, which is longer");
    file.write("second");

    assertThat(file.read()).contains("second");
    assertThat(Files.getPosixFilePermissions(path))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(path.getParent()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(path.getParent().toFile().list()).containsExactly("secret");

    file.delete();
    file.delete();
    assertThat(path).doesNotExist();
  }

  @Test
  public void shouldNotWriteIntoWhatSomebodyLeftInItsWay() throws Exception {
    Path path = folder.getRoot().toPath().resolve("secret");
    Path readable = folder.getRoot().toPath().resolve("readable");
    Files.writeString(readable, "theirs");
    Files.createSymbolicLink(path.resolveSibling("secret.new"), readable);

    new SecretFile(path).write("ours");

    assertThat(readable).hasContent("theirs");
    assertThat(path).hasContent("ours");
  }
}
