package io.entrepot.format.docker;

import io.entrepot.spi.http.Headers;
import io.entrepot.testkit.RepositoryDriver;
import io.entrepot.testkit.TestReply;
import io.entrepot.testkit.TestRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** A repository without a server around it. */
final class MemoryRegistry implements Registry {

  private final RepositoryDriver driver;
  private final UnaryOperator<TestRequest> sender;

  MemoryRegistry(RepositoryDriver driver, UnaryOperator<TestRequest> sender) {
    this.driver = driver;
    this.sender = sender;
  }

  @Override
  public Answer send(Call call) {
    TestReply reply = driver.send(sender.apply(request(call)));
    return new Answer(reply.status(), reply.headers(), reply.body());
  }

  /** A call as a repository meets it that has a port of its own. */
  static TestRequest request(Call call) {
    String[] parts = call.target().split("\\?", 2);
    TestRequest request =
        TestRequest.of(call.method(), decode(parts[0]).substring(1)).body(call.body()).under("/");
    for (String pair : parts.length == 1 ? new String[0] : parts[1].split("&", -1)) {
      String[] sides = pair.split("=", 2);
      request = request.query(decode(sides[0]), sides.length == 2 ? decode(sides[1]) : "");
    }
    for (Headers.Field field : call.headers().fields()) {
      request = request.header(field.name(), field.value());
    }
    return call.announced() ? request : request.unannounced();
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
