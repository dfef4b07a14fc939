package io.entrepot.shell.features;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.karaf.features.BootFinished;
import org.apache.karaf.features.DeploymentEvent;
import org.apache.karaf.features.DeploymentListener;
import org.apache.karaf.features.FeatureEvent;
import org.apache.karaf.features.FeaturesListener;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.features.RepositoryEvent;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@code features.properties} true, marks the bundle cache as usable while nothing is being
 * installed, and after the first boot of a version installs what had been added from elsewhere. The
 * launcher does the rest: it starts from the record whenever the mark is not there.
 */
@Component(service = {})
public final class FeatureKeeper implements DeploymentListener, FeaturesListener {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureKeeper.class);

  private final FeaturesService service;
  private final Installed installed;
  private final Path file;
  private final Path mark;
  private final String build;
  private final Set<String> pending = ConcurrentHashMap.newKeySet();
  private final Thread restore;

  /** Starts once the boot is complete: only then is the record to be trusted. */
  @Activate
  public FeatureKeeper(
      BundleContext context, @Reference FeaturesService service, @Reference BootFinished booted)
      throws IOException {
    Path data = Path.of(context.getProperty("entrepot.data"));
    this.service = service;
    this.installed =
        new Installed(
            service,
            list(context, "entrepot.features"),
            list(context, "entrepot.repositories"),
            data.resolve("deploy"));
    this.file = data.resolve("features.properties");
    this.mark = data.resolve("karaf/booted");
    this.build = context.getProperty("entrepot.build");
    FeatureRecord record = FeatureRecord.read(file);
    pending.addAll(record.foreign());
    this.restore = new Thread(() -> restore(record), "entrepot-features");
    service.registerListener((DeploymentListener) this);
    service.registerListener((FeaturesListener) this);
    restore.start();
  }

  private static List<String> list(BundleContext context, String property) {
    return List.of(context.getProperty(property).split(","));
  }

  @Deactivate
  void stop() {
    service.unregisterListener((DeploymentListener) this);
    service.unregisterListener((FeaturesListener) this);
    restore.interrupt();
  }

  @Override
  public void deploymentEvent(DeploymentEvent event) {
    if (event == DeploymentEvent.DEPLOYMENT_STARTED) {
      unmark();
    }
    if (event == DeploymentEvent.DEPLOYMENT_FINISHED) {
      keep();
    }
  }

  @Override
  public void featureEvent(FeatureEvent event) {
    // Each is part of a deployment, which is kept as a whole.
  }

  @Override
  public void repositoryEvent(RepositoryEvent event) {
    keep();
  }

  private void restore(FeatureRecord record) {
    for (String repository : record.repositories()) {
      try {
        service.addRepository(URI.create(repository), false);
      } catch (Exception e) {
        LOG.error("Feature repository {} cannot be read again: {}", repository, e.toString());
      }
    }
    for (String feature : record.foreign()) {
      try {
        if (!installed.has(feature)) {
          service.installFeature(feature, EnumSet.noneOf(FeaturesService.Option.class));
        }
        pending.remove(feature);
      } catch (Exception e) {
        LOG.error(
            "Feature {} cannot be installed again, it stays in {}: {}",
            feature,
            file,
            e.toString());
      }
    }
  }

  private synchronized void unmark() {
    try {
      Files.deleteIfExists(mark);
    } catch (IOException e) {
      LOG.error("{} cannot be deleted: {}", mark, e.toString());
    }
  }

  private synchronized void keep() {
    try {
      FeatureRecord record = installed.record(pending);
      if (!record.equals(FeatureRecord.read(file))) {
        record.write(file);
        LOG.info("Features added: {}, taken away: {}", record.installed(), record.uninstalled());
      }
      Files.writeString(mark, build);
    } catch (Exception e) {
      LOG.error("What features are installed cannot be kept in {}: {}", file, e.toString());
    }
  }
}
