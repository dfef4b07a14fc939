package io.entrepot.engine.security;

import io.entrepot.spi.security.Credentials;
import io.entrepot.spi.security.Credentials.Basic;
import io.entrepot.spi.security.SecurityRealm;
import io.entrepot.spi.security.Verdict;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Knows this server's own users by their passwords. */
final class LocalRealm implements SecurityRealm {

  static final String NAME = "Local Authenticating Realm";

  /** Told whether or not there is such a user. */
  static final String WRONG = "wrong user name or password";

  private static final int MOST_LOGINS = 10_000;

  private final LocalUsers users;
  private final VerifiedLogins verified;
  private final String nobodysHash;

  LocalRealm(LocalUsers users, Clock clock) {
    this.users = users;
    this.verified = new VerifiedLogins(clock, MOST_LOGINS);
    this.nobodysHash = users.passwords().hash("");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Verdict authenticate(Credentials credentials) {
    if (!(credentials instanceof Basic login)) {
      return new Verdict.Unknown();
    }
    Optional<Account> account = users.accounts().user(login.user());
    return account.isEmpty() ? new Verdict.Unknown() : judge(login, account.get());
  }

  private Verdict judge(Basic login, Account account) {
    if (!verified.contains(login, account)) {
      try {
        if (!users.passwords().verify(login.password(), account.hash())) {
          return new Verdict.Rejected(WRONG);
        }
      } catch (PasswordHash.BusyException e) {
        return new Verdict.Unavailable(e.getMessage());
      }
      verified.add(login, account);
    }
    if (!account.open()) {
      return new Verdict.Rejected(
          "user '"
              + account.user().id()
              + "' is "
              + account.user().status().name().toLowerCase(Locale.ROOT));
    }
    return new Verdict.Accepted(account.user().id(), account.user().roles());
  }

  @Override
  public Optional<Set<String>> roles(String user) {
    return users.accounts().user(user).map(account -> account.user().roles());
  }

  /** What stands for a login; tells nothing about the password. */
  String mark(Basic login) {
    return verified.mark(login);
  }

  /** Whether that login costs no hash. */
  boolean remembers(Basic login) {
    return users.accounts().user(login.user()).stream()
        .anyMatch(account -> verified.contains(login, account));
  }

  /**
   * Does as much as with a wrong password: so that nobody learns from the time that it takes
   * whether there is such a user.
   */
  Verdict judgeNobody(Basic login) {
    try {
      users.passwords().verify(login.password(), nobodysHash);
      return new Verdict.Rejected(WRONG);
    } catch (PasswordHash.BusyException e) {
      return new Verdict.Unavailable(e.getMessage());
    }
  }
}
