package io.entrepot.engine.http;

import io.entrepot.engine.security.Access;
import io.entrepot.engine.security.Gate;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.security.Action;
import io.entrepot.spi.security.Credentials;
import io.entrepot.spi.security.Permission;
import io.entrepot.spi.security.Subject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Lets in {@code admin} (may all), {@code reader} (may read), {@code guest} (may nothing), the
 * bearer tokens {@code narrow} (admin's, good for nothing) and {@code nobodys}, and nobody.
 */
public final class TestGate implements Gate {
  public static final String ADMIN = basic("admin", "s3cret-Canary");
  public static final String READER = basic("reader", "s3cret-Canary");
  public static final String GUEST = basic("guest", "s3cret-Canary");
  public static final String NARROW = "Bearer narrow";

  static final String NOBODYS = "Bearer nobodys";

  private final AtomicInteger passwords = new AtomicInteger();
  private volatile boolean anonymousReads;
  private volatile String lastClient = "";

  static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  void letNobodyRead() {
    anonymousReads = true;
  }

  /** How many passwords were to be judged. */
  int passwords() {
    return passwords.get();
  }

  /** The address that the last credentials came from. */
  public String lastClient() {
    return lastClient;
  }

  @Override
  public Outcome enter(Optional<Credentials> credentials, String client) {
    lastClient = client;
    if (credentials.isEmpty()) {
      Predicate<Permission> may = p -> anonymousReads && p.action() == Action.READ;
      return admitted(Subject.NOBODY, may, may);
    }
    if (credentials.get() instanceof Credentials.Bearer bearer) {
      if (bearer.token().equals("nobodys")) {
        Predicate<Permission> may = p -> p.action() == Action.READ;
        return admitted(new Subject(Subject.ANONYMOUS, Optional.of("test")), may, may);
      }
      return bearer.token().equals("narrow")
          ? admitted(user("admin"), p -> false, p -> true)
          : wrong();
    }
    passwords.incrementAndGet();
    Credentials.Basic basic = (Credentials.Basic) credentials.get();
    if (!basic.password().equals("s3cret-Canary")) {
      return wrong();
    }
    return switch (basic.user()) {
      case "admin" -> admitted(user("admin"), p -> true, p -> true);
      case "reader" ->
          admitted(user("reader"), p -> p.action() == Action.READ, p -> p.action() == Action.READ);
      case "guest" -> admitted(user("guest"), p -> false, p -> false);
      default -> wrong();
    };
  }

  private static Subject user(String name) {
    return new Subject(name, Optional.of("test"));
  }

  private static Outcome wrong() {
    return new Outcome.Refused(new Problem(401, "UNAUTHORIZED", "wrong user name or password"));
  }

  private static Outcome admitted(
      Subject subject, Predicate<Permission> may, Predicate<Permission> userMay) {
    return new Outcome.Admitted(
        new Access() {
          @Override
          public Subject subject() {
            return subject;
          }

          @Override
          public boolean allows(Permission permission) {
            return may.test(permission);
          }

          @Override
          public boolean userAllows(Permission permission) {
            return userMay.test(permission);
          }

          @Override
          public boolean administers(String domain, String action) {
            return false;
          }
        });
  }
}
