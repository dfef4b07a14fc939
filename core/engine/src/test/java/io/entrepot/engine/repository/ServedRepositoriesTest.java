package io.entrepot.engine.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.entrepot.engine.admin.FormatView;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.admin.RepositoryView;
import io.entrepot.engine.repository.Serving.Held;
import io.entrepot.engine.repository.Serving.HeldClaim;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.testkit.TestRequest;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Test;

public final class ServedRepositoriesTest {

  private final FakeFormat plain = new FakeFormat("plain");

  @Test
  public void shouldMakeOneHostedRepositoryOfEachNewFormatOnce() throws Exception {
    try (Engine engine = new Engine(plain)) {
      assertThat(engine.admin.list())
          .extracting(view -> view.definition().name())
          .containsExactly("plain-hosted");
      assertThat(engine.admin.delete("plain-hosted")).isTrue();

      try (Engine again = new Engine(engine.store, new FakeRegistrar(), plain)) {
        assertThat(again.admin.list()).isEmpty();

        again.formats.add(new FakeFormat("later"), "bundle 1");
        assertThat(again.admin.list())
            .extracting(view -> view.definition().name())
            .containsExactly("later-hosted");
      }
    }
  }

  @Test
  public void shouldNotMakeItWhereItsNameIsTaken() throws Exception {
    try (Engine engine = new Engine(plain)) {
      engine.admin.create(Engine.plain("Later-Hosted", Map.of()));
      engine.formats.add(new FakeFormat("later"), "bundle 1");

      assertThat(engine.admin.list())
          .extracting(view -> view.definition().name())
          .containsExactly("Later-Hosted", "plain-hosted");
    }
  }

  @Test
  public void shouldSayThatTheFormatIsMissingAndServeAgainWhenItIsBack() throws Exception {
    try (Engine engine = new Engine(plain)) {
      ContentStore content = content(engine);
      engine.formats.remove(plain);

      String message = "repository 'plain-hosted' needs the format 'plain', which is not installed";
      try (Held held = engine.served.hold("plain-hosted").orElseThrow()) {
        assertThat(held.repository()).isEmpty();
        assertThat(held.errors()).isEmpty();
        assertThat(held.problem().status()).isEqualTo(503);
        assertThat(held.problem().code()).isEqualTo("FORMAT_MISSING");
        assertThat(held.problem().message()).isEqualTo(message);
      }
      assertThat(engine.admin.find("plain-hosted"))
          .map(RepositoryView::problem)
          .hasValueSatisfying(problem -> assertThat(problem).contains(message));
      assertThat(engine.admin.formats())
          .extracting(FormatView::name, FormatView::bundle, FormatView::repositories)
          .containsExactly(tuple("plain", "", 1));

      engine.formats.add(new FakeFormat("plain"), "bundle 2");

      try (Held held = engine.served.hold("plain-hosted").orElseThrow()) {
        assertThat(held.repository()).isPresent();
        assertThat(held.content()).isSameAs(content);
      }
      assertThat(engine.admin.find("plain-hosted").orElseThrow().problem()).isEmpty();
    }
  }

  @Test
  public void shouldServeAfterStartOnceTheFormatArrives() throws Exception {
    try (Engine first = new Engine(plain);
        Engine engine = new Engine(first.store, new FakeRegistrar())) {
      try (Held held = engine.served.hold("plain-hosted").orElseThrow()) {
        assertThat(held.problem().code()).isEqualTo("FORMAT_MISSING");
      }
      engine.formats.add(new FakeFormat("plain"), "bundle 1");
      try (Held held = engine.served.hold("plain-hosted").orElseThrow()) {
        assertThat(held.repository()).isPresent();
      }
    }
  }

  @Test
  public void shouldLetRequestsFinishBeforeTheFormatGoes() throws Exception {
    try (Engine engine = new Engine(plain)) {
      Held inFlight = engine.served.hold("plain-hosted").orElseThrow();
      AtomicBoolean gone = new AtomicBoolean();
      FormatRegistry patient = new FormatRegistry();
      // The same repositories, in a registry that waits as long as the server's does.
      patient.add(plain, "bundle 1");
      patient.listen(engine.served);
      Held another = engine.served.hold("plain-hosted").orElseThrow();
      Thread uninstall =
          new Thread(
              () -> {
                patient.remove(plain);
                gone.set(true);
              });
      uninstall.start();
      while (engine.served.format("plain").isPresent()) {
        Thread.onSpinWait();
      }

      assertThat(another.repository()).isPresent();
      assertThat(gone).isFalse();
      another.close();
      another.close();
      uninstall.join();
      assertThat(gone).isTrue();
      inFlight.close();
    }
  }

  @Test
  public void shouldNotWaitForEverForRequestsOfAFormatThatGoes() throws Exception {
    try (Engine engine = new Engine(plain)) {
      Held stuck = engine.served.hold("plain-hosted").orElseThrow();
      engine.formats.remove(plain);
      assertThat(plain.closed).hasValue(0);
      stuck.close();
      assertThat(plain.closed).hasValue(1);
    }
  }

  @Test
  public void shouldFinishRequestsInTheSnapshotTheyBeganIn() throws Exception {
    try (Engine engine = new Engine(plain)) {
      Held before = engine.served.hold("plain-hosted").orElseThrow();
      engine.admin.update(Engine.plain("plain-hosted", Map.of("plain", Map.of("number", 8))));
      int closedByTrial = plain.closed.get();
      Held after = engine.served.hold("plain-hosted").orElseThrow();

      assertThat(number(before)).isEqualTo(7);
      assertThat(number(after)).isEqualTo(8);
      before.close();
      assertThat(plain.closed).hasValue(closedByTrial + 1);
      after.close();
      assertThat(plain.closed).hasValue(closedByTrial + 1);
    }
  }

  @Test
  public void shouldServeNothingWhileOffline() throws Exception {
    try (Engine engine = new Engine(plain)) {
      RepositoryDefinition hosted = engine.admin.find("plain-hosted").orElseThrow().definition();
      engine.admin.update(
          new RepositoryDefinition(hosted.name(), hosted.recipe(), false, hosted.settings()));
      try (Held held = engine.served.hold("plain-hosted").orElseThrow()) {
        assertThat(held.repository()).isEmpty();
        assertThat(held.problem().message()).isEqualTo("repository 'plain-hosted' is offline");
      }
      assertThat(engine.served.hold("Plain-Hosted")).isEmpty();
    }
  }

  @Test
  public void shouldKeepWhatAClaimFindsOpenUntilItIsLetGo() throws Exception {
    try (Engine engine = new Engine(plain, new FakeFormat("other"))) {
      assertThat(engine.served.claim("/nowhere/x")).isEmpty();
      assertThat(engine.served.claim("/plainly")).isEmpty();
      assertThat(engine.served.claim("/plain")).map(HeldClaim::format).contains("plain");
      HeldClaim claim = engine.served.claim("/plain/x").orElseThrow();
      assertThat(claim.repositories().names()).containsExactly("plain-hosted");
      assertThat(claim.repositories().find("other-hosted")).isEmpty();
      assertThat(claim.repositories().find("plain-hosted")).isPresent();

      engine.served.withdraw("plain-hosted");
      assertThat(plain.closed).hasValue(0);
      claim.close();
      claim.close();
      assertThat(plain.closed).hasValue(1);
    }
  }

  @Test
  public void shouldAnswerForTheClaimOfAMissingFormat() throws Exception {
    try (Engine engine = new Engine(plain)) {
      engine.formats.remove(plain);
      try (HeldClaim claim = engine.served.claim("/plain/x").orElseThrow()) {
        assertThat(claim.repositories().names()).isEmpty();
        assertThatThrownBy(
                () -> claim.claim().handle(TestRequest.get("plain/x"), claim.repositories()))
            .isInstanceOfSatisfying(
                ProblemException.class,
                e -> assertThat(e.problem().code()).isEqualTo("FORMAT_MISSING"))
            .hasMessage("'/plain/' belongs to the format 'plain', which is not installed");
      }
      engine.admin.delete("plain-hosted");
      assertThat(engine.served.claim("/plain/x")).isEmpty();
    }
  }

  @Test
  public void shouldUseTheFirstOfTwoFormatsOfOneName() throws Exception {
    FakeFormat second = new FakeFormat("plain");
    try (Engine engine = new Engine(plain)) {
      engine.formats.add(second, "bundle.of.second 2");
      assertThat(engine.admin.formats())
          .extracting(FormatView::bundle)
          .containsExactly("bundle.of.plain 1.0.0");

      engine.formats.remove(plain);

      assertThat(engine.admin.formats())
          .extracting(FormatView::bundle)
          .containsExactly("bundle.of.second 2");
      try (Held held = engine.served.hold("plain-hosted").orElseThrow()) {
        assertThat(held.repository()).isPresent();
      }
    }
  }

  @Test
  public void shouldLoseNoRequestWhileFormatsComeAndGo() throws Exception {
    try (Engine engine = new Engine(plain, new FakeFormat("other"))) {
      AtomicBoolean done = new AtomicBoolean();
      AtomicReference<String> wrong = new AtomicReference<>("");
      Thread client =
          new Thread(
              () -> {
                while (!done.get()) {
                  try (Held held = engine.served.hold("other-hosted").orElseThrow()) {
                    if (held.repository().isEmpty()) {
                      wrong.set(held.problem().message());
                    }
                  }
                  try (Held held = engine.served.hold("plain-hosted").orElseThrow()) {
                    if (held.repository().isEmpty()
                        && !held.problem().code().equals("FORMAT_MISSING")) {
                      wrong.set(held.problem().message());
                    }
                  }
                }
              });
      client.start();
      for (int i = 0; i < 200; i++) {
        engine.formats.remove(plain);
        engine.formats.add(plain, "bundle " + i);
      }
      done.set(true);
      client.join();
      assertThat(wrong).hasValue("");
    }
  }

  private static ContentStore content(Engine engine) {
    try (Held held = engine.served.hold("plain-hosted").orElseThrow()) {
      return held.content();
    }
  }

  private static long number(Held held) {
    return ((FakeFormat.Made) held.repository().orElseThrow())
        .context()
        .settings()
        .number("plain.number")
        .orElseThrow();
  }
}
