package io.entrepot.format.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.spi.format.Format;
import io.entrepot.spi.format.UploadForm;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.testkit.FormatContract;
import io.entrepot.testkit.FormatRules;
import io.entrepot.testkit.RepositoryDriver;
import io.entrepot.testkit.TestRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.junit.Test;

public class RawFormatTest extends FormatContract {

  @Override
  protected Format format() {
    return new RawFormat();
  }

  @Override
  protected void fill(RepositoryDriver repository) {
    repository.send(TestRequest.put("docs/guide.txt", "hello"));
    repository.send(TestRequest.put("empty", ""));
  }

  @Override
  protected List<String> filled() {
    return List.of("docs/guide.txt", "empty", "docs", "docs/");
  }

  @Test
  public void shouldRefuseUploadsToNowhere() throws ProblemException {
    UploadForm form = format().uploads().orElseThrow();
    assertThat(form.path(Map.of("directory", "/a/b/"), Map.of("filename", "c/d")))
        .isEqualTo("a/b/c/d");
    assertThat(form.path(Map.of(), Map.of("filename", "d"))).isEqualTo("d");
    for (String wrong : List.of("", "/", "a/", "../a", "a//b")) {
      assertThatThrownBy(() -> form.path(Map.of("directory", "x"), Map.of("filename", wrong)))
          .as(wrong)
          .isInstanceOf(ProblemException.class);
    }
    assertThatThrownBy(() -> form.path(Map.of("directory", "../x"), Map.of("filename", "a")))
        .hasMessageContaining("../x");
  }

  @Test
  public void shouldKnowTheSpiAlone() {
    FormatRules.check(RawFormat.class);
  }

  @Test
  public void shouldImportTheSpiAlone() throws IOException {
    try (InputStream in = Files.newInputStream(Path.of("target/classes/META-INF/MANIFEST.MF"))) {
      String imports = new Manifest(in).getMainAttributes().getValue("Import-Package");

      assertThat(imports)
          .containsPattern("io\\.entrepot\\.spi\\.format;version=\"\\[1\\.\\d,2\\)\"");
      assertThat(
              Pattern.compile("(?:^|,)(?!java\\.|io\\.entrepot\\.spi\\.)[a-z][\\w.]*")
                  .matcher(imports)
                  .find())
          .as(imports)
          .isFalse();
      assertThat(imports).doesNotContain("resolution:=");
    }
  }
}
