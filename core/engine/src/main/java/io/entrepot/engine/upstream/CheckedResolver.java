package io.entrepot.engine.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/**
 * Gives the client the addresses of a host that were checked, and no others: what it connects to is
 * what was looked at. Look-ups have a few threads of their own, since a name server may hang.
 */
final class CheckedResolver implements SocketAddressResolver, AutoCloseable {

  private static final int THREADS = 8;
  private static final int WAITING = 1_000;

  private final Names names;
  private final AddressGuard guard;
  private final ThreadPoolExecutor threads;

  CheckedResolver(Names names, AddressGuard guard) {
    this.names = names;
    this.guard = guard;
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            work -> {
              Thread thread = new Thread(work, "entrepot-upstream-names");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public void resolve(
      String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> then) {
    Destination destination = (Destination) context.get(Destination.CONTEXT_KEY);
    // The operator's proxy, whose place is nobody else's choice.
    boolean checked = destination.getProxy() == null;
    run(
        () -> {
          try {
            List<InetAddress> addresses =
                checked
                    ? checked(host, (Reach) destination.getOrigin().getTag())
                    : names.addresses(host);
            then.succeeded(
                addresses.stream().map(address -> new InetSocketAddress(address, port)).toList());
          } catch (IOException | RuntimeException e) {
            then.failed(e);
          }
        },
        then::failed);
  }

  /**
   * Looks at a host that a proxy will be asked for. One that cannot be looked up here is the
   * proxy's to judge.
   */
  CompletableFuture<Void> check(String host, Reach reach) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    run(
        () -> {
          try {
            checked(host, reach);
            done.complete(null);
          } catch (UnknownHostException e) {
            done.complete(null);
          } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
          }
        },
        done::completeExceptionally);
    return done;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private List<InetAddress> checked(String host, Reach reach) throws IOException {
    String plain = host.replaceAll("^\\[|\\]$", "");
    AddressGuard.checkForm(plain);
    List<InetAddress> addresses = names.addresses(plain);
    guard.check(plain, addresses, reach.own());
    return addresses;
  }

  private interface Refusal {
    void with(Throwable cause);
  }

  private void run(Runnable work, Refusal refused) {
    try {
      threads.execute(work);
    } catch (RejectedExecutionException e) {
      refused.with(new IOException("too many host names are being looked up", e));
    }
  }
}
