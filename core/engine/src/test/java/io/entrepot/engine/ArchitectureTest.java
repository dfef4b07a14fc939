package io.entrepot.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.BeforeClass;
import org.junit.Test;

/** What the core must stay, whoever works on it. */
public final class ArchitectureTest {

  /** Formats there are and formats to come; {@code raw} is too good a word for other things. */
  private static final Pattern FORMAT =
      Pattern.compile(
          "docker|maven|\\byum\\b|\\bnpm\\b|raw-hosted|\"raw\"", Pattern.CASE_INSENSITIVE);

  private static JavaClasses core;

  @BeforeClass
  public static void read() {
    core =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.entrepot.engine", "io.entrepot.spi");
    assertThat(core.contain(Environment.class)).isTrue();
  }

  @Test
  public void shouldHaveNoCyclesAmongPackages() {
    slices().matching("io.entrepot.engine.(*)..").should().beFreeOfCycles().check(core);
    slices().matching("io.entrepot.spi.(*)..").should().beFreeOfCycles().check(core);
  }

  @Test
  public void shouldKeepTheSpiFreeOfTheEngineAndOfLibraries() {
    noClasses()
        .that()
        .resideInAPackage("io.entrepot.spi..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("", "java..", "org.osgi.annotation..", "io.entrepot.spi..")
        .because("every format is compiled against it")
        .check(core);
  }

  @Test
  public void shouldNotReadSerializedObjects() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .because("what is read could choose what is run")
        .check(core);
  }

  @Test
  public void shouldNameNoFormatInTheCore() throws IOException {
    for (String module : List.of("spi", "engine", "shell")) {
      Path sources = Path.of("..", module, "src", "main");
      try (Stream<Path> files = Files.walk(sources)) {
        List<Path> all = files.filter(Files::isRegularFile).toList();
        assertThat(all).as(module).isNotEmpty();
        for (Path file : all) {
          assertThat(Files.readAllLines(file))
              .as(file.toString())
              .noneMatch(line -> FORMAT.matcher(line).find());
        }
      }
    }
  }
}
