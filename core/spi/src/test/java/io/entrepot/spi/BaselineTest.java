package io.entrepot.spi;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.differ.Baseline;
import aQute.bnd.differ.DiffPluginImpl;
import aQute.bnd.header.Parameters;
import aQute.bnd.osgi.Instructions;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Processor;
import java.io.File;
import java.util.List;
import java.util.Set;
import org.junit.Test;

/**
 * Every format is compiled against these packages, so a change of one shows in its version: a
 * package that gained something has a higher minor version than in the baseline, one that broke
 * something a higher major version. The baseline is the SPI as it was published last; {@code
 * baseline/} takes the next one with each release.
 */
public class BaselineTest {

  private static final File BASELINE = new File("baseline/entrepot-spi-1.0.0.jar");

  @Test
  public void shouldRaiseThePackageVersionsThatItsChangesCallFor() throws Exception {
    assertThat(compare(new File("target/classes"), BASELINE)).isEmpty();
  }

  @Test
  public void shouldNoticeThatAPackageLostSomething() throws Exception {
    try (Jar broken = new Jar(new File("target/classes"));
        Jar baseline = new Jar(BASELINE)) {
      broken.remove("io/entrepot/spi/page/Cursor.class");

      assertThat(compare(broken, baseline))
          .anySatisfy(complaint -> assertThat(complaint).contains("io.entrepot.spi.page", "2.0.0"));
    }
  }

  private static List<String> compare(File newer, File older) throws Exception {
    try (Jar now = new Jar(newer);
        Jar before = new Jar(older)) {
      return compare(now, before);
    }
  }

  private static List<String> compare(Jar newer, Jar older) throws Exception {
    try (Processor processor = new Processor()) {
      Baseline baseline = new Baseline(processor, new DiffPluginImpl());
      Set<Baseline.Info> packages =
          baseline.baseline(newer, older, new Instructions(new Parameters("*")));
      assertThat(packages).hasSizeGreaterThan(5);
      return packages.stream()
          .filter(info -> info.mismatch)
          .map(
              info ->
                  "package %s is %s and has to be %s"
                      .formatted(info.packageName, info.newerVersion, info.suggestedVersion))
          .toList();
    }
  }
}
