package io.entrepot.launcher;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whoever started the server where to go, once it serves. */
final class Welcome implements Runnable {
  private final Layout layout;
  private final Settings settings;
  private final Server server;
  private final PrintStream out;

  Welcome(Layout layout, Settings settings, Server server, PrintStream out) {
    this.layout = layout;
    this.settings = settings;
    this.server = server;
    this.out = out;
  }

  @Override
  public void run() {
    try {
      server.awaitReady();
      out.print(text());
    } catch (LaunchException e) {
      out.println("entrepot: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Addresses, the CA, and the first password's file as long as there is one. */
  String text() {
    String host = settings.localHost().equals("127.0.0.1") ? "localhost" : settings.localHost();
    String http = "http://" + host + ":" + settings.value(Settings.HTTP_PORT);
    String https = "https://" + host + ":" + settings.value(Settings.HTTPS_PORT);
    StringBuilder text = new StringBuilder();
    text.append("%nEntrepot serves at %s and %s%n".formatted(http, https));
    text.append("  its CA           %s/ca.crt%n".formatted(http));
    Path password = layout.data().resolve("admin.password");
    if (Files.exists(password)) {
      text.append("  first password   of user 'admin': in %s%n".formatted(password));
    }
    return text.append("%n".formatted()).toString();
  }
}
