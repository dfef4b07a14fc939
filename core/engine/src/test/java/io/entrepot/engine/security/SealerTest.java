package io.entrepot.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class SealerTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void shouldOpenWhatItSealedAfterARestartToo() throws IOException {
    Path keys = folder.getRoot().toPath().resolve("keys");
    Sealer sealer = new Sealer(keys);
    assertThat(keys).doesNotExist();

    String one = sealer.seal("canary");
    String other = sealer.seal("canary");

    assertThat(one).isNotEqualTo(other).doesNotContain("canary");
    assertThat(new Sealer(keys).open(one)).isEqualTo("canary");
    assertThat(sealer.open(other)).isEqualTo("canary");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(keys.resolve("secrets.key"))))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
        .isEqualTo("rwx------");
  }

  @Test
  public void shouldNotOpenWhatWasChangedOrSealedElsewhere() throws IOException {
    Path keys = folder.getRoot().toPath().resolve("keys");
    Sealer sealer = new Sealer(keys);
    String sealed = sealer.seal("canary");
    Sealer other = new Sealer(folder.getRoot().toPath().resolve("others"));

    char last = sealed.charAt(10) == 'A' ? 'B' : 'A';
    String changed = sealed.substring(0, 10) + last + sealed.substring(11);
    assertThatThrownBy(() -> sealer.open(changed)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> sealer.open("1:A")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> sealer.open("2:AAAA")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> other.open(sealed)).hasMessageContaining("is missing");
    other.seal("x");
    assertThatThrownBy(() -> other.open(sealed)).hasMessageContaining("does not fit the key");
  }

  @Test
  public void shouldNotTellAKeyThatIsWrong() throws IOException {
    Path keys = folder.newFolder("keys").toPath();
    Files.writeString(keys.resolve("secrets.key"), "canary!");
    assertThatThrownBy(() -> new Sealer(keys).seal("x"))
        .hasMessageContaining("secrets.key is not a key")
        .message()
        .doesNotContain("canary");
  }
}
