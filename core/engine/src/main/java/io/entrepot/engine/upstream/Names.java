package io.entrepot.engine.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks up the addresses of hosts. */
@FunctionalInterface
interface Names {

  /** All addresses of a host; at least one. May take its time. */
  List<InetAddress> addresses(String host) throws UnknownHostException;

  /** As the machine does. */
  static Names ofMachine() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
