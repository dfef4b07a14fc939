package io.entrepot.engine.tls;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.bouncycastle.util.IPAddress;

/**
 * The names under which clients reach this server: host names (lower case, ASCII, perhaps with a
 * leading {@code *.}) and IP addresses (in the form of {@link InetAddress#getHostAddress()}), both
 * sorted and without duplicates.
 */
public record ServerNames(List<String> hosts, List<String> addresses) {
  // The underscore is no host name's letter (RFC 952), but container hosts are called so.
  private static final Pattern HOST =
      Pattern.compile(
          "(\\*\\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\\.)*"
              + "(?![0-9]+$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
  private static final int LONGEST_HOST = 253;

  /** Sorts both lists and drops duplicates. */
  public ServerNames {
    hosts = List.copyOf(new TreeSet<>(hosts));
    addresses = List.copyOf(new TreeSet<>(addresses));
  }

  /**
   * Tells host names and addresses apart.
   *
   * @throws IllegalArgumentException if a name is neither, naming it
   */
  public static ServerNames of(Collection<String> names) {
    List<String> hosts = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    for (String name : names) {
      if (isAddress(name)) {
        addresses.add(address(name));
      } else {
        hosts.add(host(name));
      }
    }
    return new ServerNames(hosts, addresses);
  }

  /**
   * Parses an operator's setting: names and addresses between commas, blanks ignored.
   *
   * @throws IllegalArgumentException naming the first value that is neither host name nor address
   */
  public static ServerNames parse(String commaSeparated) {
    List<String> names = new ArrayList<>();
    for (String name : commaSeparated.split(",", -1)) {
      if (!name.isBlank()) {
        names.add(name.strip());
      }
    }
    return of(names);
  }

  /** These names and those of another. */
  public ServerNames plus(ServerNames other) {
    List<String> allHosts = new ArrayList<>(hosts);
    allHosts.addAll(other.hosts);
    List<String> allAddresses = new ArrayList<>(addresses);
    allAddresses.addAll(other.addresses);
    return new ServerNames(allHosts, allAddresses);
  }

  /** Host names first, then addresses. */
  public List<String> all() {
    List<String> all = new ArrayList<>(hosts);
    all.addAll(addresses);
    return List.copyOf(all);
  }

  /** The host names that lie below no other one, without a leading {@code *.}. */
  List<String> bases() {
    List<String> plain =
        hosts.stream().map(h -> h.startsWith("*.") ? h.substring(2) : h).distinct().toList();
    return plain.stream()
        .filter(h -> plain.stream().noneMatch(other -> h.endsWith("." + other)))
        .sorted()
        .toList();
  }

  private static boolean isAddress(String name) {
    return IPAddress.isValidIPv4(name) || IPAddress.isValidIPv6(name);
  }

  private static String address(String literal) {
    try {
      // A literal is never looked up.
      return InetAddress.getByName(literal).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("'" + literal + "' is no IP address", e);
    }
  }

  private static String host(String name) {
    String ascii;
    try {
      String prefix = name.startsWith("*.") ? "*." : "";
      ascii = prefix + IDN.toASCII(name.substring(prefix.length())).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + name + "' is no host name: " + e.getMessage(), e);
    }
    if (ascii.length() > LONGEST_HOST || !HOST.matcher(ascii).matches()) {
      throw new IllegalArgumentException("'" + name + "' is neither a host name nor an IP address");
    }
    return ascii;
  }
}
