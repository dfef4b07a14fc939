package io.entrepot.shell.certificate;

import io.entrepot.engine.admin.CertificateAdmin;
import io.entrepot.engine.admin.CertificateView;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code certificate:show}. */
@Service
@Command(
    scope = "certificate",
    name = "show",
    description = "Shows the certificate in force, and why another one is not")
public final class ShowCertificate extends EngineCommand {

  private static final String[] COLUMNS = {"Certificate", "Value"};

  @Reference CertificateAdmin certificates;

  @Override
  protected void run(Console console) {
    print(console, certificates.certificate(), certificates.folder());
  }

  static void print(Console console, CertificateView certificate, Path folder) {
    List<String[]> rows = new ArrayList<>();
    add(
        rows,
        "source",
        switch (certificate.source()) {
          case LOCAL_AUTHORITY -> "this server's own authority";
          case FILE -> "the operator's files";
        });
    add(rows, "subject", certificate.subject());
    add(rows, "issuer", certificate.issuer());
    certificate.names().forEach(name -> add(rows, "name", name));
    add(rows, "valid from", certificate.notBefore().toString());
    add(rows, "valid until", certificate.notAfter().toString());
    add(rows, "SHA-256", fingerprint(certificate.sha256()));
    certificate
        .authority()
        .ifPresent(
            authority -> {
              add(rows, "authority", authority.subject());
              add(rows, "authority valid until", authority.notAfter().toString());
              add(rows, "authority SHA-256", fingerprint(authority.sha256()));
              add(rows, "to be trusted by clients", folder.resolve("ca.crt").toString());
            });
    certificate
        .uncovered()
        .forEach(name -> add(rows, "not covered", name + " (until certificate:renew)"));
    certificate.refusal().ifPresent(reason -> add(rows, "refused", reason));
    add(rows, "folder for own files", folder.toString());
    console.table(COLUMNS, rows);
  }

  // As OpenSSL and browsers show it.
  private static String fingerprint(String hexadecimal) {
    return hexadecimal.toUpperCase(Locale.ROOT).replaceAll("..(?=.)", "$0:");
  }

  private static void add(List<String[]> rows, String name, String value) {
    rows.add(new String[] {name, value});
  }
}
