package io.entrepot.spi.http;

/** The request methods that reach a repository. */
public enum Method {
  GET,
  HEAD,
  PUT,
  POST,
  PATCH,
  DELETE,
  OPTIONS
}
