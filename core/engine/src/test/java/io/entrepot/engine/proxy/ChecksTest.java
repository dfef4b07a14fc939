package io.entrepot.engine.proxy;

import static io.entrepot.engine.proxy.ProxyFixture.wanted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.proxy.FakeUpstream.Scripted;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.proxy.Fetch;
import io.entrepot.testkit.TestBytes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.Rule;
import org.junit.Test;

public final class ChecksTest {

  private static final byte[] HELLO = "hello".getBytes(UTF_8);

  @Rule public final ProxyFixture proxy = new ProxyFixture();

  private final Set<String> statements = new ConcurrentSkipListSet<>();

  @Test
  public void shouldGoWithTheirAssets() throws Exception {
    proxy.upstream.has("a", Scripted.ok(HELLO).with("ETag", "\"1\""));
    proxy.upstream.has("b", Scripted.ok(HELLO).with("ETag", "\"2\""));
    proxy.fetch(wanted("a"));
    proxy.fetch(wanted("b"));
    proxy.proxies.write();
    assertThat(rows()).isEqualTo(2);

    proxy.content.commit(ChangeSet.empty().delete(AssetPath.of("a")));
    assertThat(rows()).isEqualTo(1);
    proxy.contents.drop("mirror");
    proxy.contents.sweepDropped();
    assertThat(rows()).isZero();
  }

  /** What is known of bytes that are there no more must not vouch for those that came instead. */
  @Test
  public void shouldBeVoidForOtherBytes() throws Exception {
    proxy.upstream.once("a", Scripted.ok(HELLO).with("ETag", "\"1\""));
    proxy.fetch(wanted("a"));
    proxy.clock.advance(Duration.ofSeconds(1));
    TestBytes.put(proxy.content, "a", "others");
    proxy.upstream.has("a", Scripted.ok(HELLO).with("ETag", "\"1\""));
    proxy.clock.advance(Duration.ofHours(25));

    Fetch again = proxy.fetch(wanted("a"));

    assertThat(proxy.upstream.last().headers().first("If-None-Match")).isEmpty();
    assertThat(proxy.bytes(again)).isEqualTo(HELLO);
  }

  @Test
  public void shouldReadAndWriteByIndexesAlone() throws Exception {
    proxy.database.read(this::watch);
    proxy.database.write(this::watch);
    Asset asset = TestBytes.put(proxy.content, "a", "hello");
    Instant now = proxy.clock.instant().truncatedTo(ChronoUnit.MILLIS);
    statements.clear();
    try (Checks checks = new Checks(proxy.database, 10)) {
      checks.find("mirror", asset);
      checks.note(
          "mirror", asset, new Check(asset.updated(), now, Optional.empty(), Optional.empty()));
      checks.write();
      checks.invalidate("mirror", now);
      checks.invalidated("mirror");
    }
    assertThat(statements).hasSize(4);
    for (String statement : statements) {
      assertThat(plan(statement)).as(statement).noneMatch(step -> step.startsWith("SCAN"));
    }
  }

  @Test
  public void shouldNotReadTheDatabaseForWhatIsWarm() throws Exception {
    proxy.upstream.has("a", Scripted.ok(HELLO));
    proxy.fetch(wanted("a"));
    proxy.fetch(wanted("a"));
    proxy.database.read(this::watch);
    statements.clear();
    for (int i = 0; i < 100; i++) {
      assertThat(proxy.fetch(wanted("a"))).isInstanceOf(Fetch.Kept.class);
    }
    assertThat(statements).isEmpty();
  }

  private long rows() throws IOException {
    return proxy.database.read(
        handle ->
            handle
                .createQuery("SELECT COUNT(*) FROM proxied")
                .map((row, context) -> row.getLong(1))
                .one());
  }

  private List<String> plan(String statement) throws IOException {
    return proxy.database.read(
        handle ->
            handle
                .createQuery("EXPLAIN QUERY PLAN " + statement.replace("?", "'1'"))
                .map((row, context) -> row.getString("detail"))
                .list());
  }

  private boolean watch(Handle handle) {
    handle
        .getConfig(SqlStatements.class)
        .setSqlLogger(
            new SqlLogger() {
              @Override
              public void logAfterExecution(StatementContext context) {
                statements.add(context.getRenderedSql());
              }
            });
    return true;
  }
}
