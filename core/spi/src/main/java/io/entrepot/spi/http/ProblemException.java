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

  /** None: it says what is wrong with a request, not where in the program that was seen. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  /** The problem. */
  public Problem problem() {
    return problem;
  }
}
