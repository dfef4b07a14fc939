package io.entrepot.engine.security;

import io.entrepot.spi.security.Credentials.Basic;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Which logins were found right a short while ago, so that Basic on every request does not cost a
 * password hash each time. A login is kept as its keyed hash, the key lives as long as the process.
 * It counts for the very account that it was checked against: once that is another one, in whatever
 * way, the login is to be checked anew.
 */
final class VerifiedLogins {

  /** How long a login counts. */
  static final Duration LIFETIME = Duration.ofMinutes(1);

  private static final String ALGORITHM = "HmacSHA256";

  private record Entry(Account account, Instant until) {}

  private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();
  private final Mac keyed; // never used itself, but copied: that spares the search for it
  private final Clock clock;
  private final int most;

  VerifiedLogins(Clock clock, int most) {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.keyed = keyed(new SecretKeySpec(random, ALGORITHM));
    this.clock = clock;
    this.most = most;
  }

  /** What stands for a login; tells nothing about the password. */
  String mark(Basic login) {
    try {
      Mac mac = (Mac) keyed.clone();
      mac.update(login.user().getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(login.password().getBytes(StandardCharsets.UTF_8)));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(ALGORITHM + " of this JDK cannot be copied", e);
    }
  }

  private static Mac keyed(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /** Whether that login was right for that account lately. */
  boolean contains(Basic login, Account account) {
    String mark = mark(login);
    Entry entry = entries.get(mark);
    if (entry == null) {
      return false;
    }
    if (entry.account().equals(account) && clock.instant().isBefore(entry.until())) {
      return true;
    }
    entries.remove(mark, entry);
    return false;
  }

  /** It was right for that account. */
  void add(Basic login, Account account) {
    if (entries.size() >= most) {
      Instant now = clock.instant();
      entries.values().removeIf(entry -> !now.isBefore(entry.until()));
    }
    if (entries.size() >= most) {
      // Forgetting costs no more than a hash.
      entries.clear();
    }
    entries.put(mark(login), new Entry(account, clock.instant().plus(LIFETIME)));
  }

  int size() {
    return entries.size();
  }
}
