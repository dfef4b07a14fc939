package io.entrepot.shell.features;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.karaf.features.BootFinished;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Has the folder {@code deploy} watched, once the boot is complete: a bundle in it that needs the
 * core would else be tried before there is a core. What comes into it refreshes nothing but itself.
 */
@Component(service = {})
public final class DropFolder {
  private static final String WATCHER = "org.apache.felix.fileinstall";
  private static final String NAME = "entrepot";

  private final Configuration configuration;

  /** Starts to watch. */
  @Activate
  public DropFolder(
      BundleContext context,
      @Reference ConfigurationAdmin configurations,
      @Reference BootFinished booted)
      throws IOException {
    Path data = Path.of(context.getProperty("entrepot.data"));
    Map<String, String> properties =
        Map.of(
            "felix.fileinstall.dir", data.resolve("deploy").toString(),
            "felix.fileinstall.tmpdir", data.resolve("karaf/deploy").toString(),
            "felix.fileinstall.poll", "1000",
            "felix.fileinstall.noInitialDelay", "true",
            "felix.fileinstall.start.level", "60",
            "felix.fileinstall.log.level", "3",
            "felix.fileinstall.log.default", "slf4j",
            "felix.fileinstall.optionalImportRefreshScope", "none",
            "felix.fileinstall.fragmentRefreshScope", "none");
    configuration = configurations.getFactoryConfiguration(WATCHER, NAME, "?");
    configuration.updateIfDifferent(FrameworkUtil.asDictionary(properties));
  }

  @Deactivate
  void stop() throws IOException {
    configuration.delete();
  }
}
