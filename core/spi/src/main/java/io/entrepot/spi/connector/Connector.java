package io.entrepot.spi.connector;

/** A way in that leads to one repository. */
public sealed interface Connector {

  /** The repository that it leads to. */
  String repository();

  /**
   * A port of its own.
   *
   * @param repository the repository's name
   * @param number 1 to 65535
   * @param secure HTTPS with the server's certificate, or plain HTTP
   */
  record Port(String repository, int number, boolean secure) implements Connector {
    public Port {
      if (number < 1 || number > 65535) {
        throw new IllegalArgumentException("port " + number + " is not in 1..65535");
      }
    }
  }

  /**
   * A host name of its own, on the server's shared ports.
   *
   * @param repository the repository's name
   * @param name lower-case, without a port
   */
  record Host(String repository, String name) implements Connector {
    public Host {
      if (!name.matches("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")) {
        throw new IllegalArgumentException("'" + name + "' is not a host name");
      }
    }
  }
}
