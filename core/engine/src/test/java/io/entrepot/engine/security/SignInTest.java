package io.entrepot.engine.security;

import static io.entrepot.engine.security.SecurityFixture.ADMIN_PASSWORD;
import static io.entrepot.engine.security.SecurityFixture.CLIENT;
import static io.entrepot.engine.security.SecurityFixture.admitted;
import static io.entrepot.engine.security.SecurityFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.admin.UserAdmin.Status;
import io.entrepot.engine.security.Gate.Outcome;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.security.Credentials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What a password costs, who waits, and for how long. */
public class SignInTest {

  private static final String ELSEWHERE = "198.51.100.7";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private SecurityFixture fixture;

  @Before
  public void prepare() throws Exception {
    fixture = new SecurityFixture(folder.getRoot().toPath());
    fixture.user("alice", "alices");
  }

  @Test
  public void shouldHashOnceAMinute() {
    for (int i = 0; i < 60; i++) {
      admitted(fixture.basic("alice", "alices"));
      fixture.clock.advance(Duration.ofSeconds(1));
    }
    assertThat(fixture.passwords.verified).hasValue(1);

    admitted(fixture.basic("alice", "alices"));
    assertThat(fixture.passwords.verified).hasValue(2);
  }

  @Test
  public void shouldNotTakeAnotherPasswordForTheRememberedOne() {
    admitted(fixture.basic("alice", "alices"));

    assertThat(refused(fixture.basic("alice", "Alices")).status()).isEqualTo(401);
    assertThat(refused(fixture.basic("alic", "e\0alices")).status()).isEqualTo(401);
    assertThat(refused(fixture.basic("admin", "alices")).status()).isEqualTo(401);
  }

  @Test
  public void shouldNotRememberWrongPasswords() {
    refused(fixture.basic("alice", "wrong"));
    refused(fixture.basic("alice", "wrong"));

    assertThat(fixture.passwords.verified).hasValue(2);
  }

  @Test
  public void shouldForgetALoginAtOnceWhenTheUserChanges() throws Exception {
    admitted(fixture.basic("alice", "alices"));
    fixture.users.password("alice", "another");
    assertThat(refused(fixture.basic("alice", "alices")).status()).isEqualTo(401);

    admitted(fixture.basic("alice", "another"));
    fixture.users.update(SecurityFixture.user("alice", Status.DISABLED));
    assertThat(refused(fixture.basic("alice", "another")).status()).isEqualTo(401);

    fixture.users.update(SecurityFixture.user("alice", Status.ACTIVE));
    admitted(fixture.basic("alice", "another"));
    fixture.users.delete("alice");
    assertThat(refused(fixture.basic("alice", "another")).status()).isEqualTo(401);

    fixture.user("alice", "third");
    assertThat(refused(fixture.basic("alice", "another")).status()).isEqualTo(401);
  }

  @Test
  public void shouldRememberNoMoreThanSoManyLogins() {
    VerifiedLogins logins = new VerifiedLogins(fixture.clock, 10);
    Account account = fixture.users.accounts().user("alice").orElseThrow();

    for (int i = 0; i < 1000; i++) {
      logins.add(new Credentials.Basic("alice", "password" + i), account);
      assertThat(logins.size()).isLessThanOrEqualTo(10);
    }
    assertThat(logins.contains(new Credentials.Basic("alice", "password999"), account)).isTrue();
  }

  @Test
  public void shouldHashOnceForEqualLoginsAtTheSameTime() throws Exception {
    int clients = 8;
    CountDownLatch hashing = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    fixture.passwords.during =
        () -> {
          hashing.countDown();
          await(finish);
        };
    ExecutorService pool = Executors.newFixedThreadPool(clients);
    try {
      List<Future<Outcome>> outcomes = new ArrayList<>();
      outcomes.add(pool.submit(() -> fixture.basic("alice", "alices")));
      await(hashing);
      // From here on whoever hashes as well is counted, however late it comes.
      for (int i = 1; i < clients; i++) {
        outcomes.add(pool.submit(() -> fixture.basic("alice", "alices")));
      }
      finish.countDown();
      for (Future<Outcome> outcome : outcomes) {
        assertThat(admitted(outcome.get(10, TimeUnit.SECONDS)).subject().name()).isEqualTo("alice");
      }
    } finally {
      finish.countDown();
      pool.shutdownNow();
    }
    assertThat(fixture.passwords.verified).hasValue(1);
  }

  @Test
  public void shouldNotAnswerALoginAfterAChangeFromBeforeIt() throws Exception {
    CountDownLatch hashing = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    fixture.passwords.during =
        () -> {
          hashing.countDown();
          await(finish);
        };
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<Outcome> before = pool.submit(() -> fixture.basic("alice", "alices"));
      await(hashing);
      fixture.passwords.during = () -> {};
      fixture.users.password("alice", "another");

      assertThat(refused(fixture.basic("alice", "alices")).status()).isEqualTo(401);

      finish.countDown();
      admitted(before.get(10, TimeUnit.SECONDS));
      // Nor is what was right before remembered for afterwards.
      assertThat(refused(fixture.basic("alice", "alices")).status()).isEqualTo(401);
    } finally {
      finish.countDown();
      pool.shutdownNow();
    }
  }

  @Test
  public void shouldSlowDownGuessingMoreAndMore() {
    fail(5);
    List<String> waits = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int hashes = fixture.passwords.verified.get();
      Problem problem = refused(fixture.basic("alice", "alices"));
      assertThat(problem.status()).isEqualTo(429);
      assertThat(fixture.passwords.verified).hasValue(hashes);
      String wait = problem.headers().first("Retry-After").orElseThrow();
      waits.add(wait);
      fixture.clock.advance(Duration.ofSeconds(Long.parseLong(wait)));
      fail(1);
    }
    assertThat(waits).containsExactly("1", "2", "4", "8", "16", "32", "60", "60");
  }

  @Test
  public void shouldLetInWhoWaitedAndKnowsThePassword() {
    fail(5);
    fixture.clock.advance(Duration.ofSeconds(1));

    admitted(fixture.basic("alice", "alices"));

    // And all is forgotten then.
    fixture.clock.advance(VerifiedLogins.LIFETIME);
    fail(4);
    admitted(fixture.basic("alice", "alices"));
  }

  @Test
  public void shouldNotLetOneAddressKeepAUserOutElsewhere() {
    fail(5);
    assertThat(refused(fixture.basic("alice", "alices")).status()).isEqualTo(429);

    admitted(fixture.basic("alice", "alices", ELSEWHERE));
    admitted(fixture.basic("admin", ADMIN_PASSWORD));
  }

  @Test
  public void shouldNotSlowDownARememberedLogin() {
    admitted(fixture.basic("alice", "alices"));
    fail(5);

    admitted(fixture.basic("alice", "alices"));
    assertThat(refused(fixture.basic("alice", "wrong")).status()).isEqualTo(429);
  }

  @Test
  public void shouldForgetFailuresAfterAWhile() {
    fail(4);
    fixture.clock.advance(Duration.ofMinutes(16));

    fail(4);

    admitted(fixture.basic("alice", "alices"));
  }

  @Test
  public void shouldSlowDownGuessingOfUsersThatThereAreNot() {
    for (int i = 0; i < 5; i++) {
      assertThat(refused(fixture.basic("nobody", "wrong" + i)).status()).isEqualTo(401);
    }
    assertThat(refused(fixture.basic("nobody", "wrong")).status()).isEqualTo(429);
  }

  @Test
  public void shouldNotLookAtManyGuessesAtOnce() throws Exception {
    CountDownLatch hashing = new CountDownLatch(5);
    CountDownLatch finish = new CountDownLatch(1);
    fixture.passwords.during =
        () -> {
          hashing.countDown();
          await(finish);
        };
    ExecutorService pool = Executors.newFixedThreadPool(5);
    try {
      List<Future<Outcome>> guesses = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        String guess = "guess" + i;
        guesses.add(pool.submit(() -> fixture.basic("alice", guess)));
      }
      await(hashing);

      assertThat(refused(fixture.basic("alice", "one more")).status()).isEqualTo(429);

      finish.countDown();
      for (Future<Outcome> guess : guesses) {
        assertThat(refused(guess.get(10, TimeUnit.SECONDS)).status()).isEqualTo(401);
      }
    } finally {
      finish.countDown();
      pool.shutdownNow();
    }
    assertThat(fixture.passwords.verified).hasValue(5);
  }

  @Test
  public void shouldKeepNoMoreThanSoManyAttemptsInMind() {
    Throttle throttle = new Throttle(fixture.clock, 10);
    for (int i = 0; i < 100; i++) {
      throttle.begin("user" + i, CLIENT);
      throttle.end("user" + i, CLIENT, true, false);
    }
    assertThat(throttle.size()).isEqualTo(10);
  }

  @Test
  public void shouldSayThatItIsBusyRatherThanRefuse() {
    fixture.passwords.during =
        () -> {
          throw new PasswordHash.BusyException("too many passwords are being checked");
        };
    for (String user : List.of("alice", "nobody")) {
      Problem problem = refused(fixture.basic(user, "alices"));
      assertThat(problem.status()).isEqualTo(503);
      assertThat(problem.headers().first("Retry-After")).isPresent();
    }
  }

  @Test
  public void shouldNotHashForThoseWithoutCredentials() {
    fixture.gate.enter(Optional.empty(), CLIENT);

    assertThat(fixture.passwords.verified).hasValue(0);
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(refused(fixture.basic("alice", "wrong")).status()).isEqualTo(401);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
