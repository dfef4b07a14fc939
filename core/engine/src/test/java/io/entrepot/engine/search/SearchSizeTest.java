package io.entrepot.engine.search;

import static io.entrepot.engine.search.SearchFixture.text;
import static io.entrepot.engine.search.SearchFixture.where;
import static io.entrepot.engine.search.SearchFixture.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import io.entrepot.engine.admin.AssetView;
import io.entrepot.engine.admin.SearchQuery;
import io.entrepot.engine.admin.SearchQuery.Field;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.page.Cursor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.Rule;
import org.junit.Test;

/**
 * That a large server answers as fast as a small one, in processor time. Takes minutes, so only
 * with {@code -Dentrepot.size=1000000}.
 */
public final class SearchSizeTest {

  private static final int SMALL = 10_000;
  private static final int ROUNDS = 400;

  @Rule public final SearchFixture fixture = new SearchFixture();

  private interface Question {
    void ask(Asset some) throws Exception;
  }

  @Test
  public void shouldAnswerAMillionAsTenThousand() throws Exception {
    int large = Integer.getInteger("entrepot.size", 0);
    assumeTrue("a size is given", large > SMALL);
    fixture.put("one", "first", new Component("g", "first", "1"));
    Filling filling = new Filling(fixture.database, "one");

    filling.add(0, SMALL);
    measure(SMALL);
    Map<String, long[]> small = measure(SMALL);
    filling.add(SMALL, large - SMALL);
    measure(large);
    Map<String, long[]> million = measure(large);

    StringBuilder table = new StringBuilder("\n| | p50 | p99 | p50 | p99 | p50 ratio |\n");
    small.forEach(
        (name, times) -> {
          long[] other = million.get(name);
          table.append(
              String.format(
                  Locale.ROOT,
                  "| %s | %d µs | %d µs | %d µs | %d µs | %.2f |%n",
                  name,
                  times[0],
                  times[1],
                  other[0],
                  other[1],
                  other[0] / (double) times[0]));
        });
    System.out.println(table);
    assertThat(small)
        .allSatisfy(
            (name, times) ->
                assertThat(million.get(name)[0] / (double) times[0])
                    .as(name + table)
                    .isLessThanOrEqualTo(1.5));
  }

  private Map<String, long[]> measure(int size) throws Exception {
    ContentStore content = fixture.contents.of("one", "default");
    Map<String, Question> questions = new LinkedHashMap<>();
    SearchQuery all = SearchQuery.in(List.of("one"), Cursor.START, 50);
    questions.put("asset by path", some -> assertThat(content.find(some.path())).isPresent());
    questions.put(
        "listing page (100)",
        some -> content.browse(some.path().parent().orElseThrow(), Cursor.START, 100));
    questions.put(
        "assets page (50)",
        some -> fixture.search.list("one", Cursor.after(some.path().value()), 50));
    questions.put("components page (50)", some -> fixture.search.components(all));
    questions.put(
        "search name", some -> fixture.search.components(where(all, Field.NAME, name(some))));
    questions.put(
        "search name*",
        some -> {
          String name = name(some);
          fixture.search.components(
              where(all, Field.NAME, name.substring(0, name.length() - 1) + "*"));
        });
    questions.put(
        "search *name*",
        some ->
            fixture.search.components(where(all, Field.NAME, "*" + name(some).substring(3) + "*")));
    questions.put("search q", some -> fixture.search.components(text(all, name(some))));
    questions.put("search q, frequent", some -> fixture.search.components(text(all, "artifact")));
    questions.put("search sha256", some -> fixture.search.assets(with(all, some.blob().sha256())));

    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Random random = new Random(7);
    Map<String, long[]> figures = new LinkedHashMap<>();
    for (Map.Entry<String, Question> question : questions.entrySet()) {
      long[] times = new long[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        Asset some = some(random.nextInt(size));
        // What others do on this machine meanwhile must not count: reads are made in this thread.
        long begin = threads.getCurrentThreadCpuTime();
        question.getValue().ask(some);
        times[i] = (threads.getCurrentThreadCpuTime() - begin) / 1000;
      }
      Arrays.sort(times);
      figures.put(question.getKey(), new long[] {times[ROUNDS / 2], times[ROUNDS * 99 / 100]});
    }
    return figures;
  }

  private Asset some(int number) throws IOException {
    AssetView view = fixture.search.asset("one", 1_000_000L + number).orElseThrow();
    return view.asset();
  }

  private static String name(Asset asset) {
    return AssetPath.of(asset.path().parent().orElseThrow().value()).name();
  }
}
