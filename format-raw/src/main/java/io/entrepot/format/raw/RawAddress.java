package io.entrepot.format.raw;

import io.entrepot.spi.content.AssetPath;
import java.nio.charset.StandardCharsets;

/** Where an upstream has a file: its path, encoded as RFC 3986 §3.3 has it. */
final class RawAddress {

  /**
   * What stays as it is. {@code +} and {@code ;} may, but some servers take them for a space and
   * for the beginning of parameters; and with {@code :} a path could look like another server's
   * address.
   */
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*,=@/";

  private RawAddress() {}

  /** The address of a file, without a leading slash. */
  static String of(AssetPath path) {
    StringBuilder address = new StringBuilder();
    for (byte b : path.value().getBytes(StandardCharsets.UTF_8)) {
      if (b >= 0 && PLAIN.indexOf(b) >= 0) {
        address.append((char) b);
      } else {
        address.append('%').append("%02X".formatted(b));
      }
    }
    return address.toString();
  }
}
