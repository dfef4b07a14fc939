package io.entrepot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.spi.format.Format;
import io.entrepot.testkit.echo.EchoFormat;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FormatBundleTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void shouldHaveAllThatItsFormatNeeds() throws Exception {
    Path jar = FormatBundle.of(EchoFormat.class).writeTo(target());

    try (URLClassLoader bundle =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, new SpiOnly())) {
      Format format =
          (Format)
              bundle.loadClass(EchoFormat.class.getName()).getDeclaredConstructor().newInstance();
      RepositoryDriver echo = RepositoryDriver.of(format, TestContext.hosted(format));
      echo.send(TestRequest.put("a", "hello"));

      assertThat(format).isNotInstanceOf(EchoFormat.class);
      assertThat(echo.send(TestRequest.get("a")).text()).isEqualTo("echo: hello");
    }
  }

  @Test
  public void shouldBeABundle() throws IOException {
    Path jar =
        FormatBundle.of(EchoFormat.class)
            .named("org.example.echo")
            .version("1.2.3")
            .writeTo(target());

    Attributes headers = manifest(jar);
    assertThat(headers.getValue("Bundle-ManifestVersion")).isEqualTo("2");
    assertThat(headers.getValue("Bundle-SymbolicName")).isEqualTo("org.example.echo");
    assertThat(headers.getValue("Bundle-Version")).isEqualTo("1.2.3");
    assertThat(headers.getValue("Import-Package").split(",(?=io\\.)"))
        .anyMatch(clause -> clause.startsWith("io.entrepot.spi.format;"))
        .contains("io.entrepot.spi.page;version=\"[1.0,2)\"")
        .contains("io.entrepot.spi.blob;version=\"[2.0,3)\"")
        .allMatch(
            clause ->
                clause.matches(
                    "io\\.entrepot\\.spi\\.\\w+;version=\"\\[(1\\.\\d,2|2\\.\\d,3)\\)\""));
  }

  @Test
  public void shouldDeclareTheFormatAsAService() throws IOException {
    Path jar = FormatBundle.of(EchoFormat.class).writeTo(target());

    try (JarFile file = new JarFile(jar.toFile())) {
      JarEntry descriptor = file.getJarEntry(manifest(jar).getValue("Service-Component"));
      String xml =
          new String(file.getInputStream(descriptor).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(xml)
          .contains("<implementation class=\"io.entrepot.testkit.echo.EchoFormat\"/>")
          .contains("<provide interface=\"io.entrepot.spi.format.Format\"/>");
    }
  }

  @Test
  public void shouldTakeMoreClassesAlong() throws IOException {
    Path jar = FormatBundle.of(EchoFormat.class).with(TestBytes.class).writeTo(target());

    try (JarFile file = new JarFile(jar.toFile())) {
      assertThat(file.stream().map(JarEntry::getName))
          .contains("io/entrepot/testkit/TestBytes.class")
          .contains("io/entrepot/testkit/echo/EchoFormat$EchoRepository.class")
          .doesNotContain("io/entrepot/testkit/TestClock.class");
    }
  }

  @Test
  public void shouldRefuseWhatIsNoName() {
    FormatBundle bundle = FormatBundle.of(EchoFormat.class);

    assertThatThrownBy(() -> bundle.named("a b")).hasMessageContaining("'a b'");
    assertThatThrownBy(() -> bundle.version("latest")).hasMessageContaining("'latest'");
  }

  private Path target() {
    return folder.getRoot().toPath().resolve("echo.jar");
  }

  private static Attributes manifest(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getManifest().getMainAttributes();
    }
  }

  /** Sees what a format's bundle imports, as the container would let it. */
  private static final class SpiOnly extends ClassLoader {

    SpiOnly() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("io.entrepot.spi.")) {
        return Class.forName(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
