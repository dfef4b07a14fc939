package io.entrepot.engine.search;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jdbi.v3.core.Handle;

/**
 * Meets the components of several repositories in an order: runs through an index for each of them,
 * merged. The runs are read in pieces that grow, so that a short walk through many repositories
 * costs little.
 */
final class Walk {

  private static final int LONGEST_PIECE = 1_000;

  private final Handle handle;
  private final Order order;
  private final String end;
  private final PriorityQueue<Run> runs;

  /**
   * Begins a walk.
   *
   * @param repositories the names of the repositories by the rows of what they hold
   * @param after where it begins; empty for the beginning
   * @param expected about how many components will be asked for
   */
  Walk(
      Handle handle,
      Order order,
      Filter filter,
      Map<Long, String> repositories,
      Optional<Key> after,
      int expected) {
    this.handle = handle;
    this.order = order;
    this.end = order.end(filter);
    this.runs =
        new PriorityQueue<>(Comparator.comparing(run -> run.head().key(), order.comparator()));
    int piece = Math.max(4, 2 * expected / Math.max(1, repositories.size()));
    repositories.forEach(
        (content, repository) -> {
          Key first = order.first(filter, repository);
          Optional<Key> later = after.filter(key -> order.comparator().compare(key, first) > 0);
          boolean over =
              later
                  .filter(key -> order.comparator().compare(key, order.last(repository)) > 0)
                  .isPresent();
          if (!over) {
            add(new Run(content, repository, later.orElse(first), piece));
          }
        });
  }

  /** The next component; empty when all were met. */
  Optional<Step> next() {
    Run run = runs.poll();
    if (run == null) {
      return Optional.empty();
    }
    Step step = run.take();
    add(run);
    return Optional.of(step);
  }

  /** A component and where it stands. */
  record Step(Key key, Found found) {}

  private void add(Run run) {
    if (run.filled()) {
      runs.add(run);
    }
  }

  private final class Run {

    private final long content;
    private final String repository;
    private final Deque<Step> piece = new ArrayDeque<>();
    private Key after;
    private int size;
    private boolean over;

    Run(long content, String repository, Key after, int size) {
      this.content = content;
      this.repository = repository;
      this.after = after;
      this.size = size;
    }

    Step head() {
      return piece.element();
    }

    Step take() {
      return piece.remove();
    }

    /** Whether there is one more; reads on if need be. */
    boolean filled() {
      if (piece.isEmpty() && !over) {
        order
            .run(handle, content, after, end, size)
            .map((row, context) -> Found.of(row))
            .forEach(found -> piece.add(new Step(order.key(found, repository), found)));
        over = piece.size() < size;
        size = Math.min(LONGEST_PIECE, 2 * size);
        if (!piece.isEmpty()) {
          after = piece.getLast().key();
        }
      }
      return !piece.isEmpty();
    }
  }
}
