package io.entrepot.shell.storage;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.VerifyAdmin;
import io.entrepot.engine.admin.VerifyRequest;
import io.entrepot.engine.admin.VerifyResult;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import java.io.IOException;
import java.time.Duration;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code storage:verify}. */
@Service
@Command(
    scope = "storage",
    name = "verify",
    description =
        "Compares the database with the files of all blob stores; changes nothing unless --repair"
            + " is given; fails if something is wrong and stays so")
public final class VerifyStorage extends EngineCommand {

  @Reference VerifyAdmin verifier;

  @Option(name = "--deep", description = "Reads all bytes and compares their checksums")
  boolean deep;

  @Option(name = "--repair", description = "Puts right what can be put right")
  boolean repair;

  @Option(name = "--remove-orphans", description = "With --repair: removes files that no blob has")
  boolean removeOrphans;

  @Option(
      name = "--orphan-age",
      description = "How old those files must be, in hours: 3 or more; 24 if not given")
  long orphanAge = VerifyRequest.ORPHAN_AGE.toHours();

  @Option(name = "--bytes-per-second", description = "How fast bytes are read at most; 0: no limit")
  long bytesPerSecond;

  @Override
  protected void run(Console console) throws RefusedException, IOException, CommandException {
    VerifyRequest request;
    try {
      request =
          new VerifyRequest(
              deep, repair, removeOrphans, Duration.ofHours(orphanAge), bytesPerSecond);
    } catch (IllegalArgumentException e) {
      throw failure(e.getMessage());
    }
    VerifyResult result = verifier.verify(request, console::println);
    if (result.open() > 0) {
      throw failure(result.text());
    }
    console.println(result.text());
  }
}
