package io.entrepot.shell.certificate;

import io.entrepot.engine.admin.CertificateAdmin;
import io.entrepot.engine.admin.CertificateView;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import java.io.IOException;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code certificate:renew}. */
@Service
@Command(
    scope = "certificate",
    name = "renew",
    description =
        "Makes a new authority for all names of now, and a certificate from it; asks before, if"
            + " somebody is there")
public final class RenewCertificate extends EngineCommand {

  @Reference CertificateAdmin certificates;

  @Option(name = "--yes", description = "Does not ask")
  boolean yes;

  @Override
  protected void run(Console console) throws RefusedException, IOException, CommandException {
    if (!yes) {
      console.confirm("Every client has to trust the new authority afterwards. Renew it?");
    }
    CertificateView renewed = certificates.renewAuthority();
    console.println("Made a new authority: clients have to trust the new ca.crt");
    ShowCertificate.print(console, renewed, certificates.folder());
  }
}
