package io.entrepot.engine.rest;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * How REST tells of errors: {@code {"errors":[{"code","field","message"}]}}.
 *
 * @param errors at least one
 */
record ErrorBody(List<Item> errors) {

  /**
   * One error.
   *
   * @param code a word for programs
   * @param field the path of the field that is wrong; empty if it is none
   * @param message a sentence for people
   */
  record Item(String code, String field, String message) {}

  ErrorBody {
    errors = List.copyOf(errors);
  }

  /** The answer that tells of one error. */
  static Response.ResponseBuilder answer(int status, String code, String field, String message) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(new ErrorBody(List.of(new Item(code, field, message))));
  }
}
