package io.entrepot.bench;

import java.util.List;

/** What several rounds gave. */
record Summary(double median, double least, double most) {

  static Summary of(List<Double> figures) {
    List<Double> sorted = figures.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Summary(median, sorted.get(0), sorted.get(sorted.size() - 1));
  }

  @Override
  public String toString() {
    return Texts.figure(median) + " (" + Texts.figure(least) + "–" + Texts.figure(most) + ")";
  }
}
