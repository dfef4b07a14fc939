package io.entrepot.testkit.upstream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Good answers, and every way in which upstreams are known to fail. */
public final class Answers {

  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]*)");
  private static final String LENGTH = "Content-Length: ";
  private static final String TYPE = "Content-Type: ";

  private Answers() {}

  /** A file of type {@code application/octet-stream}. */
  public static Answer file(byte[] bytes) {
    return file(bytes, "application/octet-stream");
  }

  /**
   * A file, with {@code ETag} and {@code Last-Modified}; answers {@code HEAD}, {@code
   * If-None-Match}, {@code If-Modified-Since} and {@code Range} (one, with {@code If-Range}).
   */
  public static Answer file(byte[] bytes, String type) {
    return file(bytes, type, "\"" + Integer.toHexString(Arrays.hashCode(bytes)) + "\"");
  }

  /** A file with that entity tag, quotes and all. */
  public static Answer file(byte[] bytes, String type, String tag) {
    return (request, wire) -> {
      String modified = "Thu, 01 Jan 2026 00:00:00 GMT";
      String[] known = {TYPE + type, "ETag: " + tag, "Last-Modified: " + modified};
      boolean current =
          request
              .header("If-None-Match")
              .map(tags -> tags.contains(tag))
              .orElseGet(() -> request.header("If-Modified-Since").equals(Optional.of(modified)));
      if (current) {
        wire.head(304, known);
        return;
      }
      int from = 0;
      int to = bytes.length;
      Matcher range = RANGE.matcher(request.header("Range").orElse(""));
      boolean part =
          range.matches()
              && request.header("If-Range").map(one -> one.equals(tag)).orElse(true)
              && Integer.parseInt(range.group(1)) < bytes.length;
      if (part) {
        from = Integer.parseInt(range.group(1));
        to = range.group(2).isEmpty() ? to : Math.min(to, Integer.parseInt(range.group(2)) + 1);
      }
      String[] head = Arrays.copyOf(known, part ? 5 : 4);
      head[3] = LENGTH + (to - from);
      if (part) {
        head[4] = "Content-Range: bytes " + from + "-" + (to - 1) + "/" + bytes.length;
      }
      wire.head(part ? 206 : 200, head);
      if (!request.method().equals("HEAD")) {
        wire.send(bytes, from, to - from);
      }
    };
  }

  /** A status with a short text. */
  public static Answer status(int status, String... lines) {
    return (request, wire) -> {
      byte[] text = ("status " + status).getBytes(StandardCharsets.US_ASCII);
      String[] head = Arrays.copyOf(lines, lines.length + 2);
      head[lines.length] = TYPE + "text/plain";
      head[lines.length + 1] = LENGTH + text.length;
      wire.head(status, head);
      if (!request.method().equals("HEAD")) {
        wire.send(text);
      }
    };
  }

  /** 429, to be asked again in so many seconds. */
  public static Answer tooMany(int seconds) {
    return status(429, "Retry-After: " + seconds);
  }

  /** A page that says that one has to log in, with status 200. */
  public static Answer html() {
    return file(
        "<!DOCTYPE html><title>Sign in</title>".getBytes(StandardCharsets.UTF_8), "text/html");
  }

  /** Announces all bytes, sends the first ones and closes the connection. */
  public static Answer truncated(byte[] bytes, int after) {
    return announcing(Arrays.copyOf(bytes, after), bytes.length);
  }

  /** Sends these bytes, announces another length, and closes the connection. */
  public static Answer announcing(byte[] bytes, long length) {
    return (request, wire) -> {
      wire.head(200, LENGTH + length).send(bytes);
      wire.end();
    };
  }

  /** Announces all bytes, sends the first ones and resets the connection. */
  public static Answer reset(byte[] bytes, int after) {
    return (request, wire) -> {
      wire.head(200, LENGTH + bytes.length).send(bytes, 0, after);
      wire.reset();
    };
  }

  /** Resets the connection without a word. */
  public static Answer reset() {
    return (request, wire) -> wire.reset();
  }

  /** Two lengths that contradict each other. */
  public static Answer contradicting(byte[] bytes) {
    return (request, wire) -> {
      wire.head(200, LENGTH + bytes.length, LENGTH + (bytes.length + 1)).send(bytes);
      wire.end();
    };
  }

  /** No length: the end of the connection is the end of the body, if it is one. */
  public static Answer untilClosed(byte[] bytes) {
    return (request, wire) -> {
      wire.head(200, "Connection: close").send(bytes);
      wire.end();
    };
  }

  /** In chunks, to the end. */
  public static Answer chunked(byte[] bytes) {
    return (request, wire) -> chunk(wire, bytes).send("0\r\n\r\n");
  }

  /** In chunks, but the last one never comes: the connection closes. */
  public static Answer chunkedWithoutEnd(byte[] bytes) {
    return (request, wire) -> {
      chunk(wire, bytes);
      wire.end();
    };
  }

  /** Says that it is gzip, and is not. */
  public static Answer badGzip(byte[] bytes) {
    return (request, wire) ->
        wire.head(200, LENGTH + bytes.length, "Content-Encoding: gzip").send(bytes);
  }

  /** A few bytes at a time, with a pause after each. */
  public static Answer drip(byte[] bytes, int atOnce, Duration pause) {
    return (request, wire) -> {
      wire.head(200, LENGTH + bytes.length, "ETag: \"drip\"");
      for (int at = 0; at < bytes.length; at += atOnce) {
        wire.send(bytes, at, Math.min(atOnce, bytes.length - at));
        wire.pause(pause);
      }
    };
  }

  /** Takes the request and says nothing. */
  public static Answer hang() {
    return (request, wire) -> wire.hang();
  }

  /** Announces all bytes, sends the first ones, and says nothing any more. */
  public static Answer hangAfter(byte[] bytes, int after) {
    return (request, wire) -> wire.head(200, LENGTH + bytes.length).send(bytes, 0, after).hang();
  }

  /** Answers when the latch opens. */
  public static Answer held(CountDownLatch latch, Answer then) {
    return (request, wire) -> {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      then.answer(request, wire);
    };
  }

  /** A redirect. */
  public static Answer redirect(int status, String location) {
    return status(status, "Location: " + location);
  }

  /** Asks for credentials (RFC 7617). */
  public static Answer basic(String user, String password, Answer then) {
    return (request, wire) -> {
      Answer answer =
          request.basic(user, password)
              ? then
              : status(401, "WWW-Authenticate: Basic realm=\"upstream\"");
      answer.answer(request, wire);
    };
  }

  /** Asks for a token (RFC 6750) that is had at a realm. */
  public static Answer bearer(
      String realm, String service, String scope, String token, Answer then) {
    return (request, wire) -> {
      String challenge =
          String.format(
              "WWW-Authenticate: Bearer realm=\"%s\",service=\"%s\",scope=\"%s\"",
              realm, service, scope);
      Answer answer =
          request.header("Authorization").equals(Optional.of("Bearer " + token))
              ? then
              : status(401, challenge);
      answer.answer(request, wire);
    };
  }

  /** A realm's answer: a token for so many seconds. */
  public static Answer token(String token, int seconds) {
    String json = "{\"token\":\"" + token + "\",\"expires_in\":" + seconds + "}";
    return (request, wire) ->
        wire.head(200, TYPE + "application/json", LENGTH + json.length()).send(json);
  }

  private static Wire chunk(Wire wire, byte[] bytes) throws IOException {
    return wire.head(200, "Transfer-Encoding: chunked")
        .send(Integer.toHexString(bytes.length) + "\r\n")
        .send(bytes)
        .send("\r\n");
  }
}
