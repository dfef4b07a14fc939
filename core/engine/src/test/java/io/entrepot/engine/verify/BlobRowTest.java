package io.entrepot.engine.verify;

import static io.entrepot.engine.verify.StorageFixture.bytes;
import static io.entrepot.engine.verify.StorageFixture.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.database.Database;
import io.entrepot.spi.content.ContentStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.Rule;
import org.junit.Test;

/** The pages of a store's rows. */
public class BlobRowTest {

  @Rule public final StorageFixture storage = new StorageFixture();

  @Test
  public void shouldReadAPageByAnIndexInItsOrder() throws IOException {
    ContentStore content = storage.content("files");
    for (int i = 0; i < 5; i++) {
      put(content, "a/" + i, bytes(i, 100));
    }
    Database database = storage.database();
    List<String> statements = new ArrayList<>();
    database.read(
        handle ->
            handle
                .getConfig(SqlStatements.class)
                .setSqlLogger(
                    new SqlLogger() {
                      @Override
                      public void logAfterExecution(StatementContext context) {
                        statements.add(context.getRenderedSql());
                      }
                    }));

    List<BlobRow> all = BlobRow.page(database, "default", "", "\uffff", "");
    String third = all.get(2).sha256().hex();
    String page = statements.get(0);

    assertThat(all).extracting(row -> row.name().value()).hasSize(5).isSorted();
    assertThat(BlobRow.page(database, "default", "", "\uffff", third)).isEqualTo(all.subList(3, 5));
    assertThat(BlobRow.page(database, "default", third, "\uffff", "")).isEqualTo(all.subList(2, 5));
    assertThat(BlobRow.page(database, "default", "", third, "")).isEqualTo(all.subList(0, 2));
    assertThat(BlobRow.page(database, "other", "", "\uffff", "")).isEmpty();
    List<String> plan =
        database.read(
            handle ->
                handle
                    .createQuery("EXPLAIN QUERY PLAN " + page.replace("?", "'1'"))
                    .map((row, context) -> row.getString("detail"))
                    .list());
    assertThat(plan).containsExactly("SEARCH blob USING INDEX blob_sha256 (sha256>? AND sha256<?)");
  }
}
