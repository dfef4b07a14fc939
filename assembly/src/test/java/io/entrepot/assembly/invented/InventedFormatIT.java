package io.entrepot.assembly.invented;

import io.entrepot.spi.format.Format;
import io.entrepot.testkit.FormatContract;
import io.entrepot.testkit.RepositoryDriver;
import io.entrepot.testkit.TestRequest;
import java.util.List;

/** The invented format is a format like any other. */
public class InventedFormatIT extends FormatContract {

  @Override
  protected Format format() {
    return new InventedFormat();
  }

  @Override
  protected void fill(RepositoryDriver repository) {
    repository.send(TestRequest.put("note", "text"));
    repository.send(TestRequest.put("deep/note", "text"));
  }

  @Override
  protected List<String> filled() {
    return List.of("note", "deep/note");
  }
}
