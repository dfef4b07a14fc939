package io.entrepot.engine.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.InetAddressSet;

/** Hosts, addresses and networks that an operator names. */
final class AllowList {

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(("
              + OCTET
              + "\\.){3}"
              + OCTET
              + "(/([0-9]|[12][0-9]|3[0-2]))?"
              + "|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(/([0-9]|[1-9][0-9]|1[01][0-9]|12[0-8]))?)");
  private static final Pattern HOST =
      Pattern.compile("(\\*\\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?", Pattern.CASE_INSENSITIVE);

  private final InetAddressSet networks = new InetAddressSet();
  private final Set<String> hosts = new HashSet<>();
  private final boolean addresses;

  /**
   * A list of words.
   *
   * @param setting where they are from
   * @param words each a host name, {@code *.} and the end of one, an address, or a network ({@code
   *     10.0.0.0/8})
   * @throws IllegalArgumentException naming the setting and the word that is none of these
   */
  AllowList(String setting, List<String> words) {
    boolean any = false;
    for (String word : words) {
      String plain = word.replaceAll("^\\[|\\]$", "");
      if (ADDRESS.matcher(plain).matches()) {
        networks.add(plain);
        any = true;
      } else if (HOST.matcher(word).matches() && !word.matches("[0-9.]+")) {
        hosts.add(word.toLowerCase(Locale.ROOT));
      } else {
        throw new IllegalArgumentException(
            setting + ": '" + word + "' is not a host, an address or a network (10.0.0.0/8)");
      }
    }
    addresses = any;
  }

  /** Whether the host is named: itself, or an end of it after {@code *.}. */
  boolean names(String host) {
    if (hosts.contains(host)) {
      return true;
    }
    for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      if (hosts.contains("*" + host.substring(dot))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a host is an address that is named or in a network that is. */
  boolean holdsLiteral(String host) {
    try {
      return ADDRESS.matcher(host).matches() && holds(InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Whether the address is named or in a network that is. */
  boolean holds(InetAddress address) {
    return addresses && networks.test(address);
  }
}
