package io.entrepot.spi.format;

import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.Response;

/** What a member of a group says to a request. */
public sealed interface MemberAnswer {

  /** The member's name. */
  String member();

  /**
   * It has it.
   *
   * @param reply its answer
   */
  record Found(String member, Response.Reply reply) implements MemberAnswer {}

  /**
   * It has none, or a rule keeps the group from asking it.
   *
   * @param problem 404, naming what is not there
   */
  record Absent(String member, Problem problem) implements MemberAnswer {}

  /**
   * It cannot say: it is offline, its upstream does not answer.
   *
   * @param problem why
   */
  record Failed(String member, Problem problem) implements MemberAnswer {}
}
