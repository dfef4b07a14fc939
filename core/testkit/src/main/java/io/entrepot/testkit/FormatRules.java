package io.entrepot.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.entrepot.spi.format.Format;
import java.util.ArrayList;
import java.util.List;

/** What a format's classes may know: the SPI, the JDK's {@code java} packages, and themselves. */
public final class FormatRules {

  private FormatRules() {}

  /**
   * Fails unless the classes in a format's package, and below it, depend on nothing but {@code
   * java..}, {@code org.osgi..}, {@code org.slf4j..}, {@code io.entrepot.spi..}, each other and the
   * libraries that the bundle has inside.
   *
   * @param embedded packages of those libraries, as ArchUnit writes them: {@code com.example..}
   */
  public static void check(Class<? extends Format> format, String... embedded) {
    String own = format.getPackageName();
    JavaClasses found =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(own);
    rule(own, embedded).check(found);
  }

  static ArchRule rule(String own, String... embedded) {
    // The package without a name is that of arrays and of primitives.
    List<String> known =
        new ArrayList<>(
            List.of("", "java..", "org.osgi..", "org.slf4j..", "io.entrepot.spi..", own + ".."));
    known.addAll(List.of(embedded));
    return classes()
        .that()
        .resideInAPackage(own + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(known.toArray(String[]::new))
        .because("a format never sees the engine, nor another format");
  }
}
