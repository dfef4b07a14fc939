package io.entrepot.testkit;

import io.entrepot.spi.format.Format;
import io.entrepot.testkit.echo.EchoFormat;
import java.util.List;

/** The smallest format that there can be meets the contract. */
public class EchoFormatTest extends FormatContract {

  @Override
  protected Format format() {
    return new EchoFormat();
  }

  @Override
  protected void fill(RepositoryDriver repository) {
    repository.send(TestRequest.put("greeting", "hello"));
    repository.send(TestRequest.put("deep/below/greeting", "hello"));
  }

  @Override
  protected List<String> filled() {
    return List.of("greeting", "deep/below/greeting");
  }
}
