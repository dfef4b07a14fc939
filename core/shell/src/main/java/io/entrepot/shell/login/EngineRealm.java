package io.entrepot.shell.login;

import io.entrepot.engine.admin.SignIn;
import java.util.HashMap;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.spi.LoginModule;
import org.apache.karaf.jaas.boot.ProxyLoginModule;
import org.apache.karaf.jaas.config.JaasRealm;
import org.apache.karaf.jaas.modules.publickey.PublickeyLoginModule;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Who gets into the shell: the owner of the data folder by its key, Entrepot's administrators by
 * name and password. Takes the place of Karaf's own realm, whose users are in a file.
 */
@Component(service = JaasRealm.class)
public final class EngineRealm implements JaasRealm {

  /** The realm that the shell asks for. */
  private static final String NAME = "karaf";

  /** Above Karaf's own, which has 0. */
  private static final int RANK = 100;

  private final AppConfigurationEntry[] entries;

  /** The realm, over the engine's users. */
  @Activate
  public EngineRealm(BundleContext context, @Reference SignIn signIn) {
    entries =
        new AppConfigurationEntry[] {
          entry(
              context,
              PublickeyLoginModule.class,
              Map.of("users", context.getProperty("karaf.etc") + "/keys.properties")),
          entry(context, AdministratorLogin.class, Map.of(SignIn.class.getName(), signIn))
        };
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public int getRank() {
    return RANK;
  }

  @Override
  public AppConfigurationEntry[] getEntries() {
    return entries.clone();
  }

  // JAAS finds classes by name: the proxy loads them from the bundle that has them.
  private static AppConfigurationEntry entry(
      BundleContext context, Class<? extends LoginModule> module, Map<String, ?> options) {
    Map<String, Object> all = new HashMap<>(options);
    all.put(BundleContext.class.getName(), context);
    all.put(ProxyLoginModule.PROPERTY_MODULE, module.getName());
    all.put(
        ProxyLoginModule.PROPERTY_BUNDLE,
        Long.toString(FrameworkUtil.getBundle(module).getBundleId()));
    return new AppConfigurationEntry(
        ProxyLoginModule.class.getName(), LoginModuleControlFlag.SUFFICIENT, all);
  }
}
