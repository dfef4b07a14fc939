package io.entrepot.engine.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.Environment;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.admin.RepositoryView;
import io.entrepot.spi.connector.Connector;
import io.entrepot.spi.format.Recipe;
import io.entrepot.spi.format.RepositoryType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public final class RepositoryChangesTest {

  private Engine engine;

  @Before
  public void start() throws IOException {
    engine = new Engine(new FakeFormat("plain"));
  }

  @After
  public void stop() {
    engine.close();
  }

  @Test
  public void shouldServeWhatWasCreatedOnItsConnectors() throws Exception {
    RepositoryView made = engine.admin.create(ports("images", 5000, 5443, "Images"));

    assertThat(made.problem()).isEmpty();
    assertThat(made.size()).isEqualTo(42);
    assertThat(made.addresses())
        .containsExactly(
            "/repository/images/",
            "http://127.0.0.1:5000",
            "https://127.0.0.1:5443",
            "https://images.localhost:8443");
    assertThat(engine.registrar.open)
        .containsExactlyInAnyOrder(
            new Connector.Port("images", 5000, false),
            new Connector.Port("images", 5443, true),
            new Connector.Host("images", "images"));
    assertThat(engine.served.snapshot("images")).isPresent();
    assertThat(engine.store.repositories())
        .extracting(RepositoryDefinition::name)
        .contains("images");
  }

  @Test
  public void shouldRefuseAPortThatIsTakenAndChangeNothing() throws Exception {
    engine.admin.create(ports("first", 5000, 5443, ""));
    engine.registrar.strangers.add(7000);

    conflict(
        () -> engine.admin.create(ports("second", 6000, 5443, "")),
        "connector.httpsPort",
        "connector.httpsPort: port 5443 is taken by repository 'first'");
    conflict(
        () -> engine.admin.create(ports("second", 6000, 8443, "")),
        "connector.httpsPort",
        "connector.httpsPort: port 8443 is the server's own");
    conflict(
        () -> engine.admin.create(ports("second", 8081, 6443, "")),
        "connector.httpPort",
        "connector.httpPort: port 8081 is the server's own");
    conflict(
        () -> engine.admin.create(ports("second", 6000, 7000, "")),
        "connector.httpsPort",
        "connector.httpsPort: port 7000 is taken by another program");

    assertThat(engine.admin.find("second")).isEmpty();
    assertThat(engine.registrar.open).hasSize(2);
    engine.admin.create(ports("second", 6000, 6443, ""));
  }

  @Test
  public void shouldRefuseAHostNameThatIsTaken() throws Exception {
    engine.admin.create(ports("first", 0, 0, "images.example"));
    conflict(
        () -> engine.admin.create(ports("second", 0, 0, "IMAGES.example")),
        "connector.subdomain",
        "connector.subdomain: host name 'images.example' is taken by repository 'first'");
  }

  @Test
  public void shouldRefuseWhatIsNoPortOrHostName() {
    invalid(
        () -> engine.admin.create(ports("x", 65536, 0, "")),
        "connector.httpPort",
        "connector.httpPort: '65536' is not a port: a number from 1 to 65535");
    invalid(
        () -> engine.admin.create(ports("x", 5000, 5000, "")),
        "connector.httpsPort",
        "connector.httpsPort: '5000' is the HTTP port already: the two must differ");
    invalid(
        () -> engine.admin.create(ports("x", 0, 0, "a b")),
        "connector.subdomain",
        "connector.subdomain: 'a b' is not a host name");
  }

  @Test
  public void shouldMoveConnectorsWithAnUpdate() throws Exception {
    engine.admin.create(ports("images", 5000, 5443, ""));

    engine.admin.update(ports("images", 5443, 5001, ""));
    assertThat(engine.registrar.open)
        .containsExactlyInAnyOrder(
            new Connector.Port("images", 5443, false), new Connector.Port("images", 5001, true));

    engine.registrar.strangers.add(7000);
    conflict(
        () -> engine.admin.update(ports("images", 5001, 7000, "")),
        "connector.httpsPort",
        "connector.httpsPort: port 7000 is taken by another program");
    assertThat(engine.registrar.open)
        .containsExactlyInAnyOrder(
            new Connector.Port("images", 5443, false), new Connector.Port("images", 5001, true));
    assertThat(engine.admin.find("images").orElseThrow().problem()).isEmpty();

    engine.admin.update(ports("images", 0, 0, ""));
    assertThat(engine.registrar.open).isEmpty();
  }

  @Test
  public void shouldPutEverythingBackWhenAChangeCannotBeKept() throws Exception {
    engine.admin.create(ports("images", 5000, 0, ""));
    engine.store.failing(true);

    assertThatThrownBy(() -> engine.admin.create(ports("more", 6000, 0, "")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> engine.admin.update(ports("images", 5001, 5000, "")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> engine.admin.delete("images")).isInstanceOf(IOException.class);

    assertThat(engine.registrar.open).containsExactly(new Connector.Port("images", 5000, false));
    assertThat(engine.served.snapshot("images")).isPresent();
    assertThat(engine.admin.find("more")).isEmpty();
    engine.store.failing(false);
    engine.admin.create(ports("more", 6000, 0, ""));
    assertThat(engine.admin.delete("images")).isTrue();
  }

  @Test
  public void shouldLeaveNoConnectorBehindWhenAnotherCannotBeOpenedAtAll() throws Exception {
    assertThatThrownBy(() -> engine.admin.create(ports("images", 5000, FakeRegistrar.BROKEN, "")))
        .isInstanceOf(IllegalStateException.class);

    assertThat(engine.registrar.open).isEmpty();
    assertThat(engine.admin.find("images")).isEmpty();
    engine.admin.create(ports("images", 5000, 5443, ""));
  }

  @Test
  public void shouldStartWithoutAPortThatIsTakenAndTakeItWhenItIsFree() throws Exception {
    engine.admin.create(ports("images", 5000, 5443, ""));
    FakeRegistrar registrar = new FakeRegistrar();
    registrar.strangers.add(5443);
    RepositoryConnectors connectors =
        new RepositoryConnectors(registrar, new Environment(Path.of("/x"), 1, 2));
    connectors.start("images", Ways.of(ports("images", 5000, 5443, ""), "connector"));

    assertThat(registrar.open).containsExactly(new Connector.Port("images", 5000, false));
    assertThat(connectors.problem("images")).contains("port 5443 is taken by another program");

    registrar.strangers.clear();
    connectors.retry();

    assertThat(registrar.open).contains(new Connector.Port("images", 5443, true));
    assertThat(connectors.problem("images")).isEmpty();
  }

  @Test
  public void shouldTellOfATakenPortAfterStart() throws Exception {
    engine.admin.create(ports("images", 5000, 0, ""));
    FakeRegistrar registrar = new FakeRegistrar();
    registrar.strangers.add(5000);
    try (Engine again = new Engine(engine.store, registrar, new FakeFormat("plain"))) {
      assertThat(again.admin.find("images").orElseThrow().problem())
          .contains("port 5000 is taken by another program");
      assertThat(again.admin.find("plain-hosted").orElseThrow().problem()).isEmpty();
      conflict(
          () -> again.admin.create(ports("thief", 5000, 0, "")),
          "connector.httpPort",
          "connector.httpPort: port 5000 is taken by repository 'images'");
    }
  }

  @Test
  public void shouldKeepThePortsOfAMissingFormatOpen() throws Exception {
    engine.admin.create(ports("images", 5000, 0, ""));
    FakeRegistrar registrar = new FakeRegistrar();
    try (Engine without = new Engine(engine.store, registrar)) {
      assertThat(registrar.open).containsExactly(new Connector.Port("images", 5000, false));
      assertThat(without.admin.find("images").orElseThrow().problem())
          .hasValueSatisfying(problem -> assertThat(problem).contains("'plain'"));
      refused(
          () -> without.admin.update(ports("images", 5001, 0, "")),
          Kind.NOT_FOUND,
          "format",
          "the format 'plain' is not installed");
      assertThat(without.admin.delete("images")).isTrue();
      assertThat(registrar.open).isEmpty();
    }
  }

  @Test
  public void shouldRefuseNames() {
    for (String wrong :
        new String[] {
          "", ".x", "_x", "a/b", "a b", "ä", "a%2fb", "a".repeat(201), "repository", "Service", "v2"
        }) {
      assertThatThrownBy(() -> engine.admin.create(Engine.plain(wrong, Map.of())))
          .as(wrong)
          .isInstanceOfSatisfying(
              RefusedException.class,
              refusal -> {
                assertThat(refusal.kind()).isEqualTo(Kind.INVALID);
                assertThat(refusal.field()).isEqualTo("name");
              });
    }
  }

  @Test
  public void shouldRefuseANameThatDiffersInCaseAlone() throws Exception {
    engine.admin.create(Engine.plain("Images", Map.of()));
    conflict(
        () -> engine.admin.create(Engine.plain("images", Map.of())),
        "name",
        "there is a repository 'Images' already");
  }

  @Test
  public void shouldRefuseWhatCannotBeSetUp() {
    invalid(
        () -> engine.admin.create(Engine.plain("x", Map.of("plain", Map.of("text", "broken")))),
        "",
        "repository 'x' cannot be set up: the text is 'broken'");
    invalid(
        () ->
            engine.admin.create(
                Engine.plain("x", Map.of("storage", Map.of("blobStoreName", "none")))),
        "storage.blobStoreName",
        "storage.blobStoreName: 'none' is not a blob store");
    refused(
        () ->
            engine.admin.create(
                new RepositoryDefinition(
                    "x", new Recipe("plain", RepositoryType.PROXY), true, Map.of())),
        Kind.NOT_FOUND,
        "type",
        "the format 'plain' has no proxy repositories");
  }

  @Test
  public void shouldKeepContentWhereItIs() {
    invalid(
        () ->
            engine.admin.update(
                Engine.plain("plain-hosted", Map.of("storage", Map.of("blobStoreName", "fast")))),
        "storage.blobStoreName",
        "storage.blobStoreName: 'fast' is another blob store than 'default', which has its"
            + " content; the task repository.move brings it there");
  }

  @Test
  public void shouldPutIntoAnotherStoreFromNowOn() throws Exception {
    Optional<Snapshot> before = engine.admin.putInto("plain-hosted", "fast");

    assertThat(before.orElseThrow().lease().awaitEnd(Duration.ZERO)).isTrue();
    assertThat(engine.admin.find("plain-hosted").orElseThrow().definition().settings())
        .extractingByKey("storage")
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("blobStoreName", "fast")
        .containsEntry("writePolicy", "allow");
    assertThat(engine.store.repositories())
        .containsExactly(engine.admin.find("plain-hosted").orElseThrow().definition());
    assertThat(engine.admin.putInto("plain-hosted", "fast")).isEmpty();
    refused(
        () -> engine.admin.putInto("none", "fast"),
        Kind.NOT_FOUND,
        "name",
        "there is no repository 'none'");
    refused(
        () -> engine.admin.putInto("plain-hosted", "none"),
        Kind.NOT_FOUND,
        "blobStore",
        "there is no blob store 'none'");
  }

  @Test
  public void shouldNotUpdateWhatIsNotThere() {
    refused(
        () -> engine.admin.update(Engine.plain("none", Map.of())),
        Kind.NOT_FOUND,
        "name",
        "there is no plain-hosted 'none'");
  }

  @Test
  public void shouldDeleteWithAllContent() throws Exception {
    engine.admin.create(ports("images", 5000, 0, ""));
    assertThat(engine.admin.delete("images")).isTrue();

    assertThat(engine.store.removed())
        .extracting(one -> one.definition().name())
        .containsExactly("images");
    assertThat(engine.registrar.open).isEmpty();
    assertThat(engine.served.hold("images")).isEmpty();
    assertThat(engine.admin.delete("images")).isFalse();
    engine.admin.create(ports("images", 5000, 0, ""));
  }

  private static RepositoryDefinition ports(String name, int http, int https, String host) {
    Map<String, Object> connector = new HashMap<>();
    if (http != 0) {
      connector.put("httpPort", http);
    }
    if (https != 0) {
      connector.put("httpsPort", https);
    }
    if (!host.isEmpty()) {
      connector.put("subdomain", host);
    }
    return Engine.plain(name, Map.of("connector", connector));
  }

  private static void conflict(ThrowingCallable call, String field, String message) {
    refused(call, Kind.CONFLICT, field, message);
  }

  private static void invalid(ThrowingCallable call, String field, String message) {
    refused(call, Kind.INVALID, field, message);
  }

  private static void refused(ThrowingCallable call, Kind kind, String field, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedException.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(kind);
              assertThat(refusal.field()).isEqualTo(field);
            })
        .hasMessage(message);
  }
}
