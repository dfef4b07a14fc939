package io.entrepot.engine.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the names of this machine: {@code localhost}, the host name, its fully qualified form, the
 * loopback addresses and those of its interfaces. What only an operator can know (an alias in DNS,
 * an address in front of a NAT) is added by {@link ServerNames#plus}.
 */
public final class MachineNames implements Supplier<ServerNames> {
  private static final Logger log = LoggerFactory.getLogger(MachineNames.class);
  private static final Path KERNEL_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  /** The names as they are now. May take seconds when the resolver does not answer. */
  @Override
  public ServerNames get() {
    Set<String> names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
    hostName().ifPresent(host -> addHost(names, host));
    names.addAll(interfaceAddresses());
    return ServerNames.of(names);
  }

  private static void addHost(Set<String> names, String host) {
    addIfValid(names, host);
    qualified(host).ifPresent(full -> addIfValid(names, full));
  }

  private static void addIfValid(Set<String> names, String host) {
    try {
      ServerNames.of(List.of(host));
      names.add(host);
    } catch (IllegalArgumentException e) {
      log.debug("The certificate leaves out this machine's name: {}", e.getMessage());
    }
  }

  // The kernel's word first: asking InetAddress depends on a resolver that knows the name.
  private static Optional<String> hostName() {
    try {
      String name = Files.readString(KERNEL_HOST_NAME).strip();
      if (!name.isEmpty()) {
        return Optional.of(name.toLowerCase(Locale.ROOT));
      }
    } catch (IOException e) {
      log.debug("{} cannot be read", KERNEL_HOST_NAME, e);
    }
    try {
      return Optional.of(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
    } catch (UnknownHostException e) {
      log.debug("The host name is not known", e);
      return Optional.empty();
    }
  }

  /**
   * The canonical name, if it is the host name with a domain. Any other answer is what a reverse
   * lookup says, and no name server may choose the names that our authority can vouch for.
   */
  private static Optional<String> qualified(String host) {
    try {
      String full = InetAddress.getByName(host).getCanonicalHostName().toLowerCase(Locale.ROOT);
      return full.startsWith(host + ".") ? Optional.of(full) : Optional.empty();
    } catch (UnknownHostException e) {
      log.debug("The host name {} does not resolve", host, e);
      return Optional.empty();
    }
  }

  private static List<String> interfaceAddresses() {
    List<String> addresses = new ArrayList<>();
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          // A link-local address needs a zone, which no certificate can carry.
          .filter(address -> !address.isLinkLocalAddress())
          .forEach(address -> addresses.add(withoutZone(address)));
    } catch (SocketException e) {
      log.warn("The addresses of this machine's interfaces cannot be listed", e);
    }
    return addresses;
  }

  private static String withoutZone(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }
}
