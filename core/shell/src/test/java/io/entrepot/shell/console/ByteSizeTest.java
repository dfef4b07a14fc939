package io.entrepot.shell.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;

public final class ByteSizeTest {

  @Test
  public void shouldTellBytesInTheUnitThatFits() {
    assertThat(ByteSize.of(0)).isEqualTo("0 B");
    assertThat(ByteSize.of(999)).isEqualTo("999 B");
    assertThat(ByteSize.of(1_000)).isEqualTo("1.0 kB");
    assertThat(ByteSize.of(1_549)).isEqualTo("1.5 kB");
    assertThat(ByteSize.of(999_999)).isEqualTo("1.0 MB");
    assertThat(ByteSize.of(2_147_483_648L)).isEqualTo("2.1 GB");
    assertThat(ByteSize.of(Long.MAX_VALUE)).isEqualTo("9.2 EB");
  }
}
