package io.entrepot.launcher;

import java.nio.file.Path;

/**
 * Where things are. All that changes is under {@code data}; {@code home} is only read.
 *
 * <pre>
 * home/                     the unpacked distribution
 *   bin/entrepot
 *   etc/                    the container's configuration as shipped
 *   lib/build.properties    version and digest of this build
 *   system/                 bundles, laid out as a Maven repository
 * data/
 *   etc/entrepot.properties the operator's settings
 *   deploy/                 bundles and features dropped in
 *   features.properties     what was installed and uninstalled at run time
 *   keys/                   the shell's keys
 *   log/
 *   entrepot.pid            locked while a server runs here
 *   restore.unfinished      there while a restore is made, and after one that broke off
 *   karaf/                  the container's own
 *     etc/                  its configuration, changes kept
 *     cache/  tmp/          may be deleted while no server runs
 *     booted                the build that filled the cache, once its boot was complete
 *     running.properties    where the running server listens
 * </pre>
 *
 * @param home the unpacked distribution, absolute
 * @param data the data folder, absolute
 */
record Layout(Path home, Path data) {
  Path shippedEtc() {
    return home.resolve("etc");
  }

  Path build() {
    return home.resolve("lib/build.properties");
  }

  Path settings() {
    return data.resolve("etc/entrepot.properties");
  }

  Path deploy() {
    return data.resolve("deploy");
  }

  Path features() {
    return data.resolve("features.properties");
  }

  Path keys() {
    return data.resolve("keys");
  }

  Path log() {
    return data.resolve("log");
  }

  Path pid() {
    return data.resolve("entrepot.pid");
  }

  Path unfinishedRestore() {
    return data.resolve("restore.unfinished");
  }

  Path container() {
    return data.resolve("karaf");
  }

  Path etc() {
    return container().resolve("etc");
  }

  Path cache() {
    return container().resolve("cache");
  }

  Path temporary() {
    return container().resolve("tmp");
  }

  Path booted() {
    return container().resolve("booted");
  }

  Path running() {
    return container().resolve("running.properties");
  }
}
