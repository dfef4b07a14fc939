package io.entrepot.launcher;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Properties;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ShellKeyTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private Path authorized;
  private ShellKey key;

  @Before
  public void make() throws IOException {
    authorized = folder.getRoot().toPath().resolve("keys.properties");
    key = new ShellKey(folder.newFolder("keys").toPath());
    key.prepare(authorized);
  }

  @Test
  public void shouldKeepPrivateKeyForItsOwnerAlone() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key.file())))
        .isEqualTo("rw-------");
    assertThat(key.file()).content().startsWith("-----BEGIN PRIVATE KEY-----\n");
  }

  @Test
  public void shouldLetOwnerInWithThePublicKey() throws IOException {
    Properties users = new Properties();
    try (Reader reader = Files.newBufferedReader(authorized)) {
      users.load(reader);
    }
    String[] owner = users.getProperty("owner").split(",", 2);
    assertThat(new String(Base64.getDecoder().decode(owner[0]), 4, 7, US_ASCII))
        .isEqualTo("ssh-rsa");
    assertThat(owner[1]).isEqualTo("_g_:owners");
    assertThat(users.getProperty("_g_:owners")).contains("admin", "ssh");
  }

  @Test
  public void shouldKeepKeyAcrossStarts() throws IOException {
    String before = Files.readString(key.file());
    String allowed = Files.readString(authorized);
    key.prepare(authorized);
    assertThat(key.file()).hasContent(before);
    assertThat(authorized).hasContent(allowed);
  }

  @Test
  public void shouldNameFileThatIsNoKey() throws IOException {
    Files.writeString(key.file(), "nonsense");
    assertThatThrownBy(() -> key.prepare(authorized))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(key.file().toString());
  }
}
