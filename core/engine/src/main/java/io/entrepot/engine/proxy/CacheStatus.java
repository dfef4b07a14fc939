package io.entrepot.engine.proxy;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** The values of {@code Cache-Status} (RFC 9211). */
final class CacheStatus {

  private static final String CACHE = "Entrepot";

  /** It is not stored, for want of room. */
  static final String PASSED = CACHE + "; fwd=uri-miss; detail=NO_ROOM";

  private CacheStatus() {}

  /**
   * It was there.
   *
   * @param left how long it counts as current; empty for ever
   */
  static String hit(Optional<Duration> left) {
    return CACHE + "; hit" + left.map(time -> "; ttl=" + time.toSeconds()).orElse("");
  }

  /**
   * It was there, and is old.
   *
   * @param over how long ago it ceased to be current
   * @param why the code of what kept it from being asked for
   */
  static String stale(Duration over, String why) {
    return CACHE + "; hit; ttl=-" + Math.max(0, over.toSeconds()) + "; detail=" + token(why);
  }

  /** It was there, and upstream says that it is current. */
  static String revalidated(int status) {
    return CACHE + "; fwd=stale; fwd-status=" + status;
  }

  /** It has just come. */
  static String fetched(boolean instead) {
    return CACHE + "; fwd=" + (instead ? "stale" : "uri-miss") + "; fwd-status=200; stored";
  }

  /** It was only looked up. */
  static String seen(OptionalInt status) {
    String suffix = status.isPresent() ? "; fwd-status=" + status.getAsInt() : "";
    return CACHE + "; fwd=uri-miss" + suffix;
  }

  /** The same for one who had not to ask upstream, since another one did. */
  static String collapsed(String status) {
    return status.contains("; fwd=") ? status + "; collapsed" : status;
  }

  /** RFC 8941 §3.3.4: what cannot be a token is written as one that can. */
  private static String token(String text) {
    String plain = text.replaceAll("[^A-Za-z0-9_.-]", "_");
    return plain.matches("[A-Za-z].*") ? plain : "X" + plain;
  }
}
