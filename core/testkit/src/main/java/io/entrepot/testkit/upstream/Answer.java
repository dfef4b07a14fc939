package io.entrepot.testkit.upstream;

import java.io.IOException;

/** What a {@link FaultyUpstream} does with a request. The usual ones are in {@link Answers}. */
@FunctionalInterface
public interface Answer {

  /** Writes the answer, or what is to be in its place. */
  void answer(Received request, Wire wire) throws IOException;
}
