package io.entrepot.engine.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class NativeLibraryTest {

  private static final String PATH = "org.sqlite.lib.path";
  private static final String NAME = "org.sqlite.lib.name";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private String path;
  private String name;

  @Before
  public void forget() {
    path = System.clearProperty(PATH);
    name = System.clearProperty(NAME);
  }

  @After
  public void restore() {
    set(PATH, path);
    set(NAME, name);
  }

  @Test
  public void shouldUnpackTheLibraryOnceAndRemoveThatOfOtherVersions() throws IOException {
    Path home = folder.getRoot().toPath().resolve("native");
    Files.createDirectories(home.resolve("3.0.0"));
    Files.writeString(home.resolve("3.0.0/libold.so"), "old");

    NativeLibrary.provide(home);

    Path library = Path.of(System.getProperty(PATH)).resolve(System.getProperty(NAME));
    assertThat(library).startsWith(home).isRegularFile();
    assertThat(Files.size(library)).isGreaterThan(500_000);
    try (Stream<Path> versions = Files.list(home)) {
      assertThat(versions).containsExactly(library.getParent());
    }
    Files.writeString(library, "kept");
    System.clearProperty(PATH);
    NativeLibrary.provide(home);
    assertThat(library).hasContent("kept");
  }

  @Test
  public void shouldLeaveAlonePathsThatSomebodySet() {
    System.setProperty(PATH, "/usr/lib/chosen");

    NativeLibrary.provide(folder.getRoot().toPath().resolve("native"));

    assertThat(System.getProperty(PATH)).isEqualTo("/usr/lib/chosen");
    assertThat(folder.getRoot()).isEmptyDirectory();
  }

  private static void set(String property, String value) {
    if (value == null) {
      System.clearProperty(property);
      return;
    }
    System.setProperty(property, value);
  }
}
