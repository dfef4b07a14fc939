package io.entrepot.engine.connector;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.QuotedCSVParser;

/** The addresses that proxies heard requests from, the nearest last. */
final class ForwardedChain {
  private ForwardedChain() {}

  /** Those of {@code Forwarded: for=}, or else of {@code X-Forwarded-For}; without ports. */
  static List<String> of(HttpFields fields) {
    List<String> chain = new ArrayList<>();
    if (fields.contains(HttpHeader.FORWARDED)) {
      For parser = new For(chain);
      fields.getValuesList(HttpHeader.FORWARDED).forEach(parser::addValue);
      return chain;
    }
    for (String value : fields.getValuesList(HttpHeader.X_FORWARDED_FOR)) {
      for (String address : value.split(",", -1)) {
        chain.add(bare(address.strip()));
      }
    }
    return chain;
  }

  // 192.0.2.1:47011, [2001:db8::1]:47011, [2001:db8::1]
  private static String bare(String node) {
    if (node.startsWith("[")) {
      int end = node.indexOf(']');
      return end < 0 ? node : node.substring(1, end);
    }
    int colon = node.indexOf(':');
    return colon >= 0 && colon == node.lastIndexOf(':') ? node.substring(0, colon) : node;
  }

  private static final class For extends QuotedCSVParser {
    private final List<String> chain;

    For(List<String> chain) {
      super(false);
      this.chain = chain;
    }

    @Override
    protected void parsedParam(
        StringBuilder buffer, int valueLength, int paramName, int paramValue) {
      take(buffer, paramName, paramValue);
    }

    // The first pair of an element comes as a value, since it has no semicolon before it.
    @Override
    protected void parsedValue(StringBuilder buffer) {
      int equals = buffer.indexOf("=");
      if (equals >= 0) {
        take(buffer, 0, equals + 1);
      }
    }

    private void take(StringBuilder buffer, int paramName, int paramValue) {
      if (paramValue <= paramName) {
        return;
      }
      String name = buffer.substring(paramName, paramValue - 1).strip().toLowerCase(Locale.ROOT);
      if (name.equals("for")) {
        chain.add(bare(unquote(buffer.substring(paramValue).strip())));
      }
    }
  }
}
