package io.entrepot.engine.connector;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.InetAddressSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Believes what {@code Forwarded} (RFC 7239) and {@code X-Forwarded-*} say of scheme, host, port
 * and client, if a trusted proxy says it. From others these fields count for nothing.
 */
final class TrustedProxies implements HttpConfiguration.Customizer {
  private static final Logger log = LoggerFactory.getLogger(TrustedProxies.class);
  private static final String SETTING = "entrepot.trusted.proxies";
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern ADDRESS =
      Pattern.compile("(" + OCTET + "\\.){3}" + OCTET + "|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Pattern PREFIX = Pattern.compile("/([0-9]|[1-9][0-9]|1[01][0-9]|12[0-8])$");
  private static final List<HttpHeader> FIELDS =
      List.of(
          HttpHeader.FORWARDED,
          HttpHeader.X_FORWARDED_FOR,
          HttpHeader.X_FORWARDED_HOST,
          HttpHeader.X_FORWARDED_PORT,
          HttpHeader.X_FORWARDED_PROTO);

  private final InetAddressSet trusted = new InetAddressSet();
  private final ForwardedRequestCustomizer believer = new ForwardedRequestCustomizer();
  private final AtomicBoolean told = new AtomicBoolean();

  /**
   * Trusts those proxies.
   *
   * @param networks addresses and networks: {@code 10.0.0.0/8}, {@code fd00::/8}, {@code 127.0.0.1}
   * @throws IllegalArgumentException naming the setting and the word that is no network
   */
  TrustedProxies(List<String> networks) {
    // Of those who passed a request on we read ourselves, from the end that can be believed.
    believer.setForwardedForHeader(null);
    for (String network : networks) {
      try {
        if (!ADDRESS.matcher(PREFIX.matcher(network).replaceFirst("")).matches()) {
          throw new IllegalArgumentException("not an address");
        }
        trusted.add(network);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            SETTING + ": '" + network + "' is not an address or a network (10.0.0.0/8)", e);
      }
    }
  }

  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    if (FIELDS.stream().noneMatch(request.getHeaders()::contains)) {
      return request;
    }
    if (!trusts(request.getConnectionMetaData().getRemoteSocketAddress())) {
      if (told.compareAndSet(false, true)) {
        log.warn(
            "{} sends Forwarded or X-Forwarded fields, which are ignored: if it is your proxy, name"
                + " it in {}",
            Request.getRemoteAddr(request),
            SETTING);
      }
      return request;
    }
    return new ForwardedRequest(believer.customize(request, responseHeaders), client(request));
  }

  private boolean trusts(SocketAddress peer) {
    return peer instanceof InetSocketAddress address
        && address.getAddress() != null
        && trusted.test(address.getAddress());
  }

  // Each proxy appends whom it heard: what stands left of the first that is not trusted, that one
  // may have made up.
  private SocketAddress client(Request request) {
    SocketAddress client = request.getConnectionMetaData().getRemoteSocketAddress();
    List<String> chain = ForwardedChain.of(request.getHeaders());
    for (int i = chain.size() - 1; i >= 0 && trusts(client); i--) {
      if (!ADDRESS.matcher(chain.get(i)).matches()) {
        return client;
      }
      client = address(chain.get(i));
    }
    return client;
  }

  private static SocketAddress address(String numeric) {
    try {
      return new InetSocketAddress(InetAddress.getByName(numeric), 0);
    } catch (UnknownHostException e) {
      return InetSocketAddress.createUnresolved("unknown", 0);
    }
  }

  /** A request from behind a proxy, with its client's address. */
  private static final class ForwardedRequest extends Request.Wrapper {
    private final ConnectionMetaData connection;

    ForwardedRequest(Request believed, SocketAddress client) {
      super(believed);
      connection =
          new ConnectionMetaData.Wrapper(believed.getConnectionMetaData()) {
            @Override
            public SocketAddress getRemoteSocketAddress() {
              return client;
            }
          };
    }

    @Override
    public ConnectionMetaData getConnectionMetaData() {
      return connection;
    }
  }
}
