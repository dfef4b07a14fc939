package io.entrepot.engine.upstream;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says which addresses may be asked, so that an upstream cannot make this server speak to what only
 * this server reaches. The host of the configured URL may be in a private network; where a
 * redirect, a token realm or an absolute URL leads must be public. An operator's list allows what
 * else is to be reached.
 */
final class AddressGuard {

  /** What an address is to be taken for. */
  private enum Kind {
    PUBLIC,
    PRIVATE,
    NEVER
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Network(String text, byte[] prefix, int bits, Kind kind) {
    static Network of(String text, Kind kind) {
      int slash = text.indexOf('/');
      return new Network(
          text,
          literal(text.substring(0, slash)).getAddress(),
          Integer.parseInt(text.substring(slash + 1)),
          kind);
    }

    boolean holds(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  /** RFC 6890 and its registries; the first that fits counts. */
  private static final List<Network> NETWORKS =
      List.of(
          Network.of("0.0.0.0/8", Kind.NEVER),
          Network.of("127.0.0.0/8", Kind.NEVER),
          Network.of("169.254.0.0/16", Kind.NEVER),
          // A cloud's metadata amid addresses that carriers use.
          Network.of("100.100.100.200/32", Kind.NEVER),
          // Protocol assignments: another cloud's metadata is among them.
          Network.of("192.0.0.0/24", Kind.NEVER),
          Network.of("224.0.0.0/4", Kind.NEVER),
          Network.of("240.0.0.0/4", Kind.NEVER),
          Network.of("10.0.0.0/8", Kind.PRIVATE),
          Network.of("100.64.0.0/10", Kind.PRIVATE),
          Network.of("172.16.0.0/12", Kind.PRIVATE),
          Network.of("192.0.2.0/24", Kind.PRIVATE),
          Network.of("192.168.0.0/16", Kind.PRIVATE),
          Network.of("198.18.0.0/15", Kind.PRIVATE),
          Network.of("198.51.100.0/24", Kind.PRIVATE),
          Network.of("203.0.113.0/24", Kind.PRIVATE),
          Network.of("::/128", Kind.NEVER),
          Network.of("::1/128", Kind.NEVER),
          Network.of("fe80::/10", Kind.NEVER),
          Network.of("ff00::/8", Kind.NEVER),
          // A cloud's metadata amid private addresses.
          Network.of("fd00:ec2::254/128", Kind.NEVER),
          Network.of("fc00::/7", Kind.PRIVATE),
          Network.of("fec0::/10", Kind.PRIVATE),
          Network.of("100::/64", Kind.PRIVATE),
          Network.of("2001:db8::/32", Kind.PRIVATE));

  /** Prefixes after which an IPv4 address stands, and where. */
  private static final List<Network> EMBEDDING =
      List.of(
          Network.of("::/96", Kind.PUBLIC),
          Network.of("0:0:0:0:ffff:0:0:0/96", Kind.PUBLIC),
          Network.of("64:ff9b::/96", Kind.PUBLIC),
          Network.of("2002::/16", Kind.PUBLIC));

  private static final Network TEREDO = Network.of("2001::/32", Kind.PUBLIC);
  private static final Network NAT64_LOCAL = Network.of("64:ff9b:1::/48", Kind.PUBLIC);
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern DOTTED = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);
  private static final Pattern NUMERIC =
      Pattern.compile("(0x[0-9a-f]*|[0-9]+)", Pattern.CASE_INSENSITIVE);

  private final AllowList allowed;

  AddressGuard(AllowList allowed) {
    this.allowed = allowed;
  }

  /**
   * Looks at how a host is written.
   *
   * @throws ForbiddenAddressException for a number that not everybody reads alike: {@code
   *     2130706433}, {@code 0177.0.0.1}
   */
  static void checkForm(String host) throws ForbiddenAddressException {
    String last = host.substring(host.lastIndexOf('.') + 1);
    if (NUMERIC.matcher(last).matches() && !DOTTED.matcher(host).matches()) {
      throw new ForbiddenAddressException(
          "host '" + host + "' is a number, but not an address of the form 192.0.2.1");
    }
  }

  /**
   * Looks at all addresses of a host: one that may not be asked is enough.
   *
   * @param own whether it is the host of the configured URL
   */
  void check(String host, List<InetAddress> addresses, boolean own)
      throws ForbiddenAddressException {
    if (allowed.names(host)) {
      return;
    }
    for (InetAddress address : addresses) {
      Kind kind = kind(address);
      boolean fine = kind == Kind.PUBLIC || (own && kind == Kind.PRIVATE);
      if (!fine && !allowed.holds(address)) {
        throw new ForbiddenAddressException(
            "host '"
                + host
                + "' is at "
                + (kind == Kind.PRIVATE ? "a private" : "a loopback, link-local or other special")
                + " address, which is not asked unless "
                + Upstreams.ALLOW
                + " names it");
      }
    }
  }

  private static Kind kind(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      return kind(bytes);
    }
    Kind own = kind(bytes);
    if (own != Kind.PUBLIC) {
      return own;
    }
    return embedded(bytes).map(AddressGuard::kind).orElse(Kind.PUBLIC);
  }

  private static Kind kind(byte[] address) {
    return NETWORKS.stream()
        .filter(network -> network.holds(address))
        .map(Network::kind)
        .findFirst()
        .orElse(Kind.PUBLIC);
  }

  /** The IPv4 address to which a translator or a tunnel would bring it. */
  private static Optional<byte[]> embedded(byte[] address) {
    if (TEREDO.holds(address)) {
      byte[] client = Arrays.copyOfRange(address, 12, 16);
      for (int i = 0; i < client.length; i++) {
        client[i] = (byte) ~client[i];
      }
      return Optional.of(client);
    }
    if (NAT64_LOCAL.holds(address)) {
      // Where in it the IPv4 address stands is each network's choice.
      return Optional.of(new byte[] {127, 0, 0, 1});
    }
    for (Network prefix : EMBEDDING) {
      if (prefix.holds(address)) {
        int from = prefix.bits() == 16 ? 2 : 12;
        return Optional.of(Arrays.copyOfRange(address, from, from + 4));
      }
    }
    return Optional.empty();
  }

  private static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(address, e);
    }
  }
}
