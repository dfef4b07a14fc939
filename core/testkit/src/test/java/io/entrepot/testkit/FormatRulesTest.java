package io.entrepot.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.entrepot.testkit.echo.EchoFormat;
import org.junit.Test;

/** Not by {@link FormatRules#check}, which leaves test classes out. */
public class FormatRulesTest {

  @Test
  public void shouldPassFormatsThatKnowTheSpiAlone() {
    JavaClasses echo = new ClassFileImporter().importPackagesOf(EchoFormat.class);

    assertThatCode(() -> FormatRules.rule("io.entrepot.testkit.echo").check(echo))
        .doesNotThrowAnyException();
  }

  @Test
  public void shouldCatchClassesThatKnowMore() {
    JavaClasses knowing = new ClassFileImporter().importClasses(FormatRulesTest.class);

    assertThatThrownBy(() -> FormatRules.rule("io.entrepot.testkit").check(knowing))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("com.tngtech.archunit");
    assertThatCode(
            () ->
                FormatRules.rule(
                        "io.entrepot.testkit", "com.tngtech..", "org.junit..", "org.assertj..")
                    .check(knowing))
        .doesNotThrowAnyException();
  }
}
