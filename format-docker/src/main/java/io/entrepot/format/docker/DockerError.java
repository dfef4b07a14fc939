package io.entrepot.format.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Response;
import java.util.List;
import java.util.Optional;

/**
 * What clients are told when something is wrong: the codes of OCI distribution-spec §Error Codes
 * and, at the end, those that Docker's own registry added.
 */
enum DockerError {
  BLOB_UNKNOWN(404, "blob unknown to registry"),
  BLOB_UPLOAD_INVALID(400, "blob upload invalid"),
  BLOB_UPLOAD_UNKNOWN(404, "blob upload unknown to registry"),
  DIGEST_INVALID(400, "provided digest did not match uploaded content"),
  MANIFEST_BLOB_UNKNOWN(404, "manifest references a manifest or blob unknown to registry"),
  MANIFEST_INVALID(400, "manifest invalid"),
  MANIFEST_UNKNOWN(404, "manifest unknown to registry"),
  NAME_INVALID(400, "invalid repository name"),
  NAME_UNKNOWN(404, "repository name not known to registry"),
  SIZE_INVALID(400, "provided length did not match content length"),
  UNAUTHORIZED(401, "authentication required"),
  DENIED(403, "requested access to the resource is denied"),
  UNSUPPORTED(405, "the operation is unsupported"),
  TOOMANYREQUESTS(429, "too many requests"),
  PAGINATION_NUMBER_INVALID(400, "invalid number of results requested"),
  UNAVAILABLE(503, "service unavailable"),
  UNKNOWN(500, "unknown error");

  private final int status;
  private final String message;

  DockerError(int status, String message) {
    this.status = status;
    this.message = message;
  }

  /** The HTTP status that it usually comes with. */
  int status() {
    return status;
  }

  /** What it means, in the specification's words. */
  String message() {
    return message;
  }

  /** The error of that code; empty if there is none. */
  static Optional<DockerError> ofCode(String code) {
    for (DockerError error : values()) {
      if (error.name().equals(code)) {
        return Optional.of(error);
      }
    }
    return Optional.empty();
  }

  /** The error that says most nearly what an HTTP status does. */
  static DockerError ofStatus(int status) {
    return switch (status) {
      case 400 -> NAME_INVALID;
      case 401 -> UNAUTHORIZED;
      case 403, 409, 412 -> DENIED;
      case 404 -> NAME_UNKNOWN;
      case 413 -> SIZE_INVALID;
      case 416 -> BLOB_UPLOAD_INVALID;
      case 429 -> TOOMANYREQUESTS;
      case 503 -> UNAVAILABLE;
      default -> status < 500 ? UNSUPPORTED : UNKNOWN;
    };
  }

  /** For throwing, with a sentence that names the thing. */
  ProblemException because(String sentence) {
    return because(status, sentence);
  }

  /** For throwing, with another status. */
  ProblemException because(int otherStatus, String sentence) {
    return new Problem(otherStatus, name(), sentence).asException();
  }

  /** One entry of an error body. */
  ObjectNode entry(String sentence) {
    return Json.object().put("code", name()).put("message", sentence);
  }

  /** An error body of several entries. */
  static String body(List<? extends JsonNode> entries) {
    ObjectNode body = Json.object();
    ArrayNode errors = body.putArray("errors");
    errors.addAll(entries);
    return Json.write(body);
  }

  /** An answer with this error's status and several entries. */
  Response.Reply reply(List<? extends JsonNode> entries) {
    return Response.Reply.json(status, body(entries));
  }
}
