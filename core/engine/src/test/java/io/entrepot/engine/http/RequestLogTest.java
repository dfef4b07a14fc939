package io.entrepot.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.Test;

public final class RequestLogTest {

  @Test
  public void shouldSayWhoAskedForWhatAndWhatCameOfIt() {
    assertThat(RequestLog.line("PUT", "/repository/a/b", 201, 12, 34, Optional.of("eve"), false))
        .isEqualTo("PUT /repository/a/b 201 12 bytes 34 ms eve");
    assertThat(RequestLog.line("GET", "/", 200, 0, 1, Optional.empty(), true))
        .isEqualTo("GET / 200 0 bytes 1 ms - broken off");
  }

  @Test
  public void shouldNotLetAClientWriteLinesOfItsOwn() {
    String line =
        RequestLog.line("G\nT", "/a\r\nGET /b 200", 400, 0, 0, Optional.of("x\u001b[2J\ny"), false);
    assertThat(line.chars()).noneMatch(Character::isISOControl);
    assertThat(line).contains("/a\\u000d\\u000aGET /b 200");
  }
}
