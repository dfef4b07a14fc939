package io.entrepot.engine.search;

import static io.entrepot.engine.search.SearchFixture.in;
import static io.entrepot.engine.search.SearchFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.database.Database;
import io.entrepot.spi.content.Component;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;

/** The index of texts stays fast however it was filled. */
public final class TextIndexTest {

  private static final int MANY = 3_600;

  @Rule public final SearchFixture fixture = new SearchFixture();

  @Test
  public void shouldBeOnePieceAfterMuchWasTakenIn() throws Exception {
    fill();

    assertThat(pieces()).isEqualTo(1);
    assertThat(fixture.find(text(in("one"), "artifact-00000 1.7.0")))
        .containsExactly("one org.example.team7:artifact-00000:1.7.0");
  }

  @Test
  public void shouldAskForWhatFewHave() throws Exception {
    fixture.put("one", "odd", new Component("g", "tool-seat", "1"));
    fill();

    // Its letters are among the most frequent ones, but all others here have the rest of the text.
    assertThat(fixture.search.texts().rarest(List.of("org.example.teat"))).contains("eat");
  }

  private void fill() throws Exception {
    fixture.search.close();
    fixture.put("one", "first", new Component("g", "first", "1"));
    new Filling(fixture.database, "one").add(0, MANY);
    fixture.search = new ComponentSearch(fixture.database);
    fixture.search.texts().caughtUp().get(1, TimeUnit.MINUTES);
  }

  private int pieces() throws Exception {
    Database database = fixture.database;
    return database.read(
        handle ->
            handle
                .createQuery("SELECT count(DISTINCT segid) FROM component_text_idx")
                .mapTo(Integer.class)
                .one());
  }
}
