package io.entrepot.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts the distribution and its peers, measures them in turns, and says which gates are passed.
 * The exit code is 0 if all are, 1 if one is missed, 2 if it could not be measured.
 */
public final class Bench {

  /** Upstreams are on this machine. */
  private static final Map<String, String> ALLOWED = Map.of("ENTREPOT_UPSTREAM_ALLOW", "127.0.0.1");

  private final Options options;
  private final List<Contest.Outcome> outcomes = new ArrayList<>();

  private Bench(Options options) {
    this.options = options;
  }

  /** Runs it. */
  public static void main(String... words) {
    Options options;
    try {
      options = Options.of(words);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n" + Options.USAGE);
      System.exit(2);
      return;
    }
    try {
      System.exit(new Bench(options).run() ? 0 : 1);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(2);
    }
  }

  private boolean run() throws Exception {
    Path work = options.work();
    Folders.empty(work);
    try {
      measure(work);
    } finally {
      Folders.remove(work);
    }
    Report report =
        new Report(Machine.here(work.getParent()), options.rounds(), options.seconds(), outcomes);
    report.write(options.result());
    System.out.println();
    System.out.println(report.machine());
    System.out.println();
    System.out.print(report.markdown());
    return report.passed();
  }

  private void measure(Path work) throws Exception {
    if (options.wants(Reads.GROUP)
        || options.wants(Registries.GROUP)
        || options.wants(Writes.GROUP)
        || options.wants(Proxies.GROUP)) {
      try (EntrepotServer entrepot =
          new EntrepotServer(options.tarball(), work.resolve("entrepot"), ALLOWED)) {
        measure(work, entrepot);
      }
    }
    if (options.wants(Scale.GROUP)) {
      try (Scale scale = new Scale(options)) {
        hold(scale.contests());
      }
    }
    if (options.wants(Collector.GROUP)) {
      took(new Collector(options).outcome());
    }
  }

  private void measure(Path work, EntrepotServer entrepot) throws Exception {
    if (options.wants(Reads.GROUP)) {
      try (NginxServer nginx = new NginxServer(Files.createDirectories(work.resolve("nginx")))) {
        hold(new Reads(entrepot, nginx, new Wrk(work, options.seconds())).contests());
      }
    }
    if (options.wants(Registries.GROUP)) {
      try (RegistryServer cached = new RegistryServer(work.resolve("registry-cached"), true);
          RegistryServer plain = new RegistryServer(work.resolve("registry-plain"), false)) {
        hold(new Registries(entrepot, cached, plain, options).contests());
      }
    }
    if (options.wants(Proxies.GROUP)) {
      try (NginxServer nginx = new NginxServer(Files.createDirectories(work.resolve("upstream")));
          RegistryServer upstream = new RegistryServer(work.resolve("registry-upstream"), true);
          RegistryServer cache = RegistryServer.cacheOf(upstream, work.resolve("registry-cache"))) {
        Wrk wrk = new Wrk(work, options.seconds());
        hold(new Proxies(entrepot, nginx, upstream, cache, wrk).contests());
      }
    }
    if (options.wants(Writes.GROUP)) {
      hold(new Writes(entrepot, options).contests());
    }
  }

  private void hold(List<Contest> contests) throws Exception {
    for (Contest contest : contests) {
      took(contest.hold(options.warmUp(), options.rounds()));
    }
  }

  private void took(Contest.Outcome outcome) {
    outcomes.add(outcome);
    System.out.printf(
        "%s: %s %s, %s %s, ratio %s, gate %s: %s%n",
        outcome.name(),
        outcome.ours(),
        outcome.unit(),
        outcome.peer(),
        outcome.peers(),
        outcome.ratio(),
        outcome.gate(),
        outcome.passed() ? "passed" : "MISSED");
  }
}
