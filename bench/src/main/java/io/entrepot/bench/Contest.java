package io.entrepot.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One row of the table: ours against a peer, which may have variants. They take turns, round by
 * round, so that what else the machine does hits all of them; the peer's best variant counts.
 *
 * @param name what is measured
 * @param unit of the figures
 * @param note what else is reported of it, once it was held
 */
record Contest(
    String name,
    String unit,
    Gate gate,
    Measure ours,
    Map<String, Measure> peers,
    Supplier<String> note) {

  /** One of which nothing else is to be said. */
  Contest(String name, String unit, Gate gate, Measure ours, Map<String, Measure> peers) {
    this(name, unit, gate, ours, peers, () -> "");
  }

  /** Measures for a while. */
  interface Measure {
    /** The figure. */
    double take() throws Exception;
  }

  /**
   * What came of it.
   *
   * @param peer the variant that counts
   * @param ratio of the rounds, ours by the peer's
   */
  record Outcome(
      String name,
      String unit,
      Gate gate,
      Summary ours,
      String peer,
      Summary peers,
      Summary ratio,
      boolean passed,
      String note,
      Map<String, List<Double>> rounds) {}

  /**
   * Holds it.
   *
   * @param warmUp how long ours runs before at least, which does not count: Java compiles what is
   *     run often; as long as that makes it faster it goes on, but no longer than four times that
   */
  Outcome hold(Duration warmUp, int rounds) throws Exception {
    for (Measure peer : peers.values()) {
      peer.take();
    }
    warm(warmUp);
    List<Double> own = new ArrayList<>();
    Map<String, List<Double>> others = new LinkedHashMap<>();
    peers.keySet().forEach(variant -> others.put(variant, new ArrayList<>()));
    for (int i = 0; i < rounds; i++) {
      own.add(ours.take());
      for (Map.Entry<String, Measure> peer : peers.entrySet()) {
        others.get(peer.getKey()).add(peer.getValue().take());
      }
    }
    return outcome(own, others);
  }

  private void warm(Duration least) throws Exception {
    long begin = System.nanoTime();
    double best = ours.take();
    while (true) {
      double next = ours.take();
      boolean faster = gate.most() ? next < best * 0.95 : next > best * 1.05;
      best = gate.better(best, next);
      long spent = System.nanoTime() - begin;
      if (spent > 4 * least.toNanos() || (spent > least.toNanos() && !faster)) {
        return;
      }
    }
  }

  /** Judges figures. */
  Outcome outcome(List<Double> own, Map<String, List<Double>> others) {
    String best = null;
    for (Map.Entry<String, List<Double>> entry : others.entrySet()) {
      double median = Summary.of(entry.getValue()).median();
      double soFar = best == null ? median : Summary.of(others.get(best)).median();
      if (best == null || gate.better(median, soFar) != soFar) {
        best = entry.getKey();
      }
    }
    List<Double> peer = others.get(best);
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      ratios.add(own.get(i) / peer.get(i));
    }
    Summary ratio = Summary.of(ratios);
    Map<String, List<Double>> rounds = new LinkedHashMap<>();
    rounds.put("Entrepot", own);
    rounds.putAll(others);
    return new Outcome(
        name,
        unit,
        gate,
        Summary.of(own),
        best,
        Summary.of(peer),
        ratio,
        gate.passes(ratio.median()),
        note.get(),
        rounds);
  }
}
