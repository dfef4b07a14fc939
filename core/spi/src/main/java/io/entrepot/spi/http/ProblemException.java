package io.entrepot.spi.http;

import java.io.IOException;

/** Ends a request with a problem. */
public final class ProblemException extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.message());
    this.problem = problem;
  }

  /** The problem. */
  public Problem problem() {
    return problem;
  }
}
