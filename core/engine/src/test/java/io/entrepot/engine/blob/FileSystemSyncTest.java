package io.entrepot.engine.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FileSystemSyncTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path home;

  @Before
  public void requireLinux() {
    assumeTrue(System.getProperty("os.name").equals("Linux"));
    home = folder.getRoot().toPath();
  }

  @Test
  public void shouldMakeAFileSystemDurable() throws IOException {
    try (FileSystemSync sync = FileSystemSync.open(home, 1)) {
      Path file = Files.writeString(home.resolve("file"), "bytes");
      sync.sync();
      sync.sync();
      assertThat(file).hasContent("bytes");
    }
  }

  @Test
  public void shouldTellWhatTheSystemSays() throws IOException {
    assertThatThrownBy(() -> new FileSystemSync(-1, 1).sync())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("syncfs")
        .hasMessageContaining("Bad file descriptor");
    Path missing = home.resolve("missing");
    assertThatThrownBy(() -> FileSystemSync.open(missing, 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(missing.toString())
        .hasMessageContaining("No such file or directory");
  }

  @Test
  public void shouldHoldTheFileSystemUntilItIsClosed() throws IOException {
    FileSystemSync sync = FileSystemSync.open(home, 1);
    assertThat(Descriptors.of(home)).isEqualTo(1);
    sync.close();
    sync.close();
    assertThat(Descriptors.of(home)).isZero();
    assertThatThrownBy(sync::sync).hasMessageContaining("Bad file descriptor");
  }

  @Test
  public void shouldTrustWhatTellsOfAllThatFails() {
    assertThat(FileSystemSync.trusted("Linux 5.17.0", "ext4")).isTrue();
    assertThat(FileSystemSync.trusted("Linux 6.1.0-18-amd64", "xfs")).isTrue();
    assertThat(FileSystemSync.trusted("Linux 10.0", "btrfs")).isTrue();
  }

  @Test
  public void shouldTrustNothingElse() {
    assertThat(FileSystemSync.trusted("Linux 5.16.20-generic", "ext4")).isFalse();
    assertThat(FileSystemSync.trusted("Linux 4.18.0", "ext4")).isFalse();
    assertThat(FileSystemSync.trusted("Linux unknown", "ext4")).isFalse();
    assertThat(FileSystemSync.trusted("Linux 6.1.0", "overlay")).isFalse();
    assertThat(FileSystemSync.trusted("Linux 6.1.0", "fuse.sshfs")).isFalse();
    assertThat(FileSystemSync.trusted("Linux 6.1.0", "nfs4")).isFalse();
    assertThat(FileSystemSync.trusted("Mac OS X 14.0", "ext4")).isFalse();
  }

  @Test
  public void shouldRefuseAFileSystemThatKeepsNothing() {
    Path memory = Path.of("/proc");
    assertThatThrownBy(() -> FileSystemSync.require(memory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("proc on Linux");
  }
}
