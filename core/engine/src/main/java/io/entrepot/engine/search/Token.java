package io.entrepot.engine.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.spi.page.Cursor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a page of a search begins, as clients carry it around.
 *
 * @param after behind this key; empty for the beginning
 * @param component the first component, of whose assets some were on the page before; 0 for none
 * @param asset the last of them
 */
record Token(Optional<Key> after, long component, long asset) {

  static final Token START = new Token(Optional.empty(), 0, 0);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Token behind(Key key) {
    return new Token(Optional.of(key), 0, 0);
  }

  /** The cursor that {@link #read} reads, for a search in that order. */
  Cursor cursor(Order order) {
    ArrayNode values = JSON.createArrayNode().add(mark(order)).add(component).add(asset);
    after.ifPresent(
        key ->
            values
                .add(key.repository())
                .add(key.first())
                .add(key.name())
                .add(key.version())
                .add(key.id()));
    byte[] json = values.toString().getBytes(StandardCharsets.UTF_8);
    return Cursor.after(Base64.getUrlEncoder().withoutPadding().encodeToString(json));
  }

  static Token read(Cursor cursor, Order order) throws RefusedException {
    if (cursor.atStart()) {
      return START;
    }
    JsonNode values = values(cursor);
    boolean begun = values.size() == 3;
    if ((!begun && values.size() != 8) || !values.path(0).asText().equals(mark(order))) {
      throw wrong(cursor);
    }
    Optional<Key> after =
        begun
            ? Optional.empty()
            : Optional.of(
                new Key(
                    values.get(3).asText(),
                    values.get(4).asText(),
                    values.get(5).asText(),
                    values.get(6).asText(),
                    values.get(7).asLong()));
    return new Token(after, values.get(1).asLong(), values.get(2).asLong());
  }

  private static JsonNode values(Cursor cursor) throws RefusedException {
    try {
      return JSON.readTree(Base64.getUrlDecoder().decode(cursor.after()));
    } catch (IllegalArgumentException | JsonProcessingException e) {
      RefusedException refusal = wrong(cursor);
      refusal.initCause(e);
      throw refusal;
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory cannot be read", e);
    }
  }

  private static String mark(Order order) {
    return order.by() + (order.descending() ? "-" : "+");
  }

  private static RefusedException wrong(Cursor cursor) {
    String text = cursor.after();
    return new RefusedException(
        Kind.INVALID,
        "continuationToken",
        "continuationToken: '"
            + (text.length() <= 100 ? text : text.substring(0, 100) + "…")
            + "' is not from a search in this order");
  }
}
