package io.entrepot.engine.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/**
 * The host names (each with all names below it) and networks that an authority may vouch for: the
 * permitted subtrees of RFC 5280 §4.2.1.10. A stolen key of the authority is of no use for any
 * other name.
 */
record NameConstraint(List<String> hosts, List<Network> networks) {
  NameConstraint {
    hosts = List.copyOf(hosts);
    networks = List.copyOf(networks);
  }

  /** An address and the number of its leading bits that count. */
  record Network(InetAddress base, int prefix) {
    boolean contains(InetAddress address) {
      byte[] ours = base.getAddress();
      byte[] theirs = address.getAddress();
      if (ours.length != theirs.length) {
        return false;
      }
      byte[] mask = mask(prefix, ours.length);
      for (int i = 0; i < ours.length; i++) {
        if ((ours[i] & mask[i]) != (theirs[i] & mask[i])) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String toString() {
      return base.getHostAddress() + "/" + prefix;
    }

    private static byte[] mask(int prefix, int length) {
      byte[] mask = new byte[length];
      for (int bit = 0; bit < prefix; bit++) {
        mask[bit / 8] |= (byte) (0x80 >> (bit % 8));
      }
      return mask;
    }
  }

  /** What an authority made now for these names may vouch for: they, and always the loopback. */
  static NameConstraint of(ServerNames names) {
    ServerNames all = names.plus(ServerNames.of(List.of("localhost")));
    List<Network> networks = new ArrayList<>();
    networks.add(network("127.0.0.0", 8));
    networks.add(network("::1", 128));
    for (String address : names.addresses()) {
      Network one = network(address, address.indexOf(':') < 0 ? 32 : 128);
      if (networks.stream().noneMatch(n -> n.contains(one.base()))) {
        networks.add(one);
      }
    }
    return new NameConstraint(all.bases(), networks);
  }

  /**
   * Reads an authority's constraint.
   *
   * @throws IOException if the certificate has none, or one that cannot be read
   */
  static NameConstraint read(X509Certificate authority) throws IOException {
    byte[] extension = authority.getExtensionValue(Extension.nameConstraints.getId());
    if (extension == null) {
      throw new IOException("the certificate has no name constraints");
    }
    try {
      byte[] value = ASN1OctetString.getInstance(extension).getOctets();
      List<String> hosts = new ArrayList<>();
      List<Network> networks = new ArrayList<>();
      for (GeneralSubtree subtree : NameConstraints.getInstance(value).getPermittedSubtrees()) {
        GeneralName base = subtree.getBase();
        if (base.getTagNo() == GeneralName.dNSName) {
          hosts.add(ASN1IA5String.getInstance(base.getName()).getString());
        } else if (base.getTagNo() == GeneralName.iPAddress) {
          networks.add(network(ASN1OctetString.getInstance(base.getName()).getOctets()));
        }
      }
      return new NameConstraint(hosts, networks);
    } catch (IllegalArgumentException e) {
      throw new IOException("the certificate's name constraints cannot be read", e);
    }
  }

  /** Whether a certificate of the authority may carry this host name or address. */
  boolean covers(String name) {
    try {
      ServerNames parsed = ServerNames.of(List.of(name));
      if (parsed.hosts().isEmpty()) {
        InetAddress address = InetAddress.getByName(name);
        return networks.stream().anyMatch(n -> n.contains(address));
      }
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an IP address was looked up: " + name, e);
    }
    return hosts.stream().anyMatch(h -> name.equals(h) || name.endsWith("." + h));
  }

  /** The value of the X.509 extension. */
  NameConstraints extension() {
    List<GeneralSubtree> permitted = new ArrayList<>();
    for (String host : new TreeSet<>(hosts)) {
      permitted.add(new GeneralSubtree(new GeneralName(GeneralName.dNSName, host)));
    }
    for (Network network : networks) {
      byte[] base = network.base().getAddress();
      byte[] octets = Arrays.copyOf(base, base.length * 2);
      byte[] mask = Network.mask(network.prefix(), base.length);
      System.arraycopy(mask, 0, octets, base.length, base.length);
      permitted.add(
          new GeneralSubtree(new GeneralName(GeneralName.iPAddress, new DEROctetString(octets))));
    }
    return new NameConstraints(permitted.toArray(GeneralSubtree[]::new), null);
  }

  private static Network network(String literal, int prefix) {
    try {
      return new Network(InetAddress.getByName(literal), prefix);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("'" + literal + "' is no IP address", e);
    }
  }

  private static Network network(byte[] addressAndMask) throws UnknownHostException {
    int length = addressAndMask.length / 2;
    int prefix = 0;
    for (int i = length; i < addressAndMask.length; i++) {
      prefix += Integer.bitCount(addressAndMask[i] & 0xff);
    }
    return new Network(InetAddress.getByAddress(Arrays.copyOf(addressAndMask, length)), prefix);
  }
}
