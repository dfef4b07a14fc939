package io.entrepot.format.raw;

import io.entrepot.spi.format.Settings;
import io.entrepot.spi.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a browser does with a file. */
enum Disposition {
  /** Show it, but as a page of nobody's: its scripts cannot act for the one who looks at it. */
  INLINE {
    @Override
    Response.Reply apply(Response.Reply reply, String fileName) {
      return named(reply, fileName).with("Content-Security-Policy", "sandbox allow-scripts");
    }
  },
  /** Save it. */
  ATTACHMENT {
    @Override
    Response.Reply apply(Response.Reply reply, String fileName) {
      return named(reply, fileName);
    }
  };

  private static final Set<String> FIELDS =
      Set.of("Content-Disposition", "Content-Security-Policy", "X-Content-Type-Options");
  private static final Pattern UNQUOTABLE = Pattern.compile("[^ -~]|[\"\\\\%]");
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`|~";

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The reply with the fields that say so. */
  abstract Response.Reply apply(Response.Reply reply, String fileName);

  /** What a repository's settings say. */
  static Disposition of(Settings settings) {
    return valueOf(
        settings.text(RawFormat.DISPOSITION).orElse(ATTACHMENT.name()).toUpperCase(Locale.ROOT));
  }

  /** RFC 6266 §4: the name twice where it has more than ASCII, for the clients that know §5987. */
  Response.Reply named(Response.Reply reply, String fileName) {
    StringBuilder value = new StringBuilder(label).append("; filename=\"");
    if (plain(fileName)) {
      value.append(fileName).append('"');
    } else {
      value.append(UNQUOTABLE.matcher(fileName).replaceAll("_")).append('"');
      value.append("; filename*=UTF-8''").append(encoded(fileName));
    }
    // A member's own fields make room for its group's.
    return new Response.Reply(reply.status(), reply.headers().without(FIELDS), reply.body())
        .with("Content-Disposition", value.toString())
        .with("X-Content-Type-Options", "nosniff");
  }

  private static boolean plain(String fileName) {
    for (int i = 0; i < fileName.length(); i++) {
      if (fileName.charAt(i) != ' ' && PLAIN.indexOf(fileName.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** RFC 8187 §3.2.1: all but attr-char as %XX. */
  private static String encoded(String fileName) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : fileName.getBytes(StandardCharsets.UTF_8)) {
      if (PLAIN.indexOf(b) >= 0) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append("%02X".formatted(b));
      }
    }
    return encoded.toString();
  }
}
