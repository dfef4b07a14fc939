package io.entrepot.engine.upstream;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Which token realms may see an upstream's credentials. */
final class RealmRule {

  /** Ends of names under which anybody can have one; under other two-letter ends see below. */
  private static final List<String> SHARED =
      List.of(
          "amazonaws.com",
          "appspot.com",
          "azurecr.io",
          "azurewebsites.net",
          "azureedge.net",
          "cloudapp.net",
          "cloudfront.net",
          "fly.dev",
          "github.io",
          "gitlab.io",
          "herokuapp.com",
          "netlify.app",
          "ngrok.io",
          "onrender.com",
          "pages.dev",
          "pkg.dev",
          "r2.dev",
          "run.app",
          "vercel.app",
          "web.app",
          "windows.net",
          "workers.dev");

  private static final Set<String> SECOND_LEVEL =
      Set.of(
          "ac", "co", "com", "edu", "gob", "gov", "govt", "ltd", "mil", "net", "ne", "nom", "or",
          "org", "plc", "sch", "school");

  private RealmRule() {}

  /**
   * Whether a realm belongs to an upstream: on its host; or, with TLS, on a host that is named in
   * its settings or is under the same registered name. Never without TLS if the upstream has it.
   */
  static boolean trusts(Site upstream, Site realm, Set<String> named) {
    if (upstream.secure() && !realm.secure()) {
      return false;
    }
    if (realm.host().equals(upstream.host())) {
      return true;
    }
    if (named.contains(realm.host())) {
      return true;
    }
    String registered = registered(upstream.host());
    return realm.secure() && !registered.isEmpty() && registered.equals(registered(realm.host()));
  }

  /** The part of a name that somebody registered; empty if that cannot be told. */
  private static String registered(String host) {
    if (host.contains(":") || host.matches("[0-9.]+")) {
      return "";
    }
    String[] labels = host.split("\\.", -1);
    int taken = 2;
    boolean country = labels[labels.length - 1].length() == 2;
    if (country
        && labels.length > 1
        && (SECOND_LEVEL.contains(labels[labels.length - 2])
            || labels[labels.length - 2].length() <= 2)) {
      taken = 3;
    }
    for (String shared : SHARED) {
      if (host.equals(shared) || host.endsWith("." + shared)) {
        // Below it stand regions, buckets, names of people: only the whole name is somebody's.
        return host;
      }
    }
    return labels.length < taken
        ? ""
        : String.join(".", Arrays.copyOfRange(labels, labels.length - taken, labels.length));
  }
}
