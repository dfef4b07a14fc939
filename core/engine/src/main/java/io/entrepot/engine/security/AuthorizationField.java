package io.entrepot.engine.security;

import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.security.Credentials;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The {@code Authorization} field (RFC 9110 §11.6.2), read strictly. */
public final class AuthorizationField {
  private static final int LONGEST = 16 * 1024;
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private AuthorizationField() {}

  /**
   * Reads credentials.
   *
   * @param values of all fields of that name
   * @return empty if there is no such field
   * @throws ProblemException 401 if there are several, or the one is not Basic (RFC 7617) or Bearer
   *     (RFC 6750) as these have it; the message repeats nothing of it
   */
  public static Optional<Credentials> read(List<String> values) throws ProblemException {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (values.size() > 1) {
      throw refused("there is more than one Authorization field");
    }
    String value = values.get(0).strip();
    int space = value.indexOf(' ');
    if (space < 0 || value.length() > LONGEST) {
      throw refused("the Authorization field is malformed");
    }
    String secret = value.substring(space + 1).strip();
    return switch (value.substring(0, space).toLowerCase(Locale.ROOT)) {
      case "basic" -> Optional.of(basic(secret));
      case "bearer" -> Optional.of(bearer(secret));
      default -> throw refused("the Authorization field is neither Basic nor Bearer");
    };
  }

  private static Credentials bearer(String secret) throws ProblemException {
    if (!TOKEN.matcher(secret).matches()) {
      throw refused("the Bearer token is malformed");
    }
    return new Credentials.Bearer(secret);
  }

  private static Credentials basic(String secret) throws ProblemException {
    String pair;
    try {
      pair = text(Base64.getDecoder().decode(secret));
    } catch (IllegalArgumentException e) {
      throw refused("the Basic credentials are not base64");
    }
    int colon = pair.indexOf(':');
    if (colon < 1 || pair.chars().anyMatch(Character::isISOControl)) {
      throw refused("the Basic credentials are not a name, a colon and a password");
    }
    return new Credentials.Basic(pair.substring(0, colon), pair.substring(colon + 1));
  }

  // Older clients send Latin-1, which is seldom UTF-8 by accident.
  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  private static ProblemException refused(String why) {
    return new Problem(401, "UNAUTHORIZED", why).asException();
  }
}
