package io.entrepot.shell.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.BackupRequest;
import io.entrepot.engine.admin.BackupResult;
import io.entrepot.engine.admin.VerifyRequest;
import io.entrepot.engine.admin.VerifyResult;
import io.entrepot.shell.console.FakeSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Test;

public final class StorageCommandsTest {

  private final FakeSession session = new FakeSession();
  private final List<VerifyRequest> verified = new ArrayList<>();
  private final List<BackupRequest> backedUp = new ArrayList<>();

  @Test
  public void shouldVerifyWithoutRepairUnlessAsked() throws CommandException {
    verify(0).execute(session);
    assertThat(verified).containsExactly(VerifyRequest.quick());
    assertThat(session.printed()).contains("something odd", "2 blobs looked at");
  }

  @Test
  public void shouldFailWhereSomethingStaysWrong() {
    VerifyStorage command = verify(1);
    command.deep = true;
    command.repair = true;
    command.removeOrphans = true;
    assertThatThrownBy(() -> command.execute(session))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("1 findings, 0 of them");
    assertThat(verified).containsExactly(VerifyRequest.quick().deeply().removingOrphans());
  }

  @Test
  public void shouldRefuseOrphansThatMayBeUploads() {
    VerifyStorage command = verify(0);
    command.orphanAge = 1;
    assertThatThrownBy(() -> command.execute(session))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("3 hours");
    assertThat(verified).isEmpty();
  }

  @Test
  public void shouldBackUpToAFolder() throws CommandException {
    BackUpStorage command = backup(0);
    command.target = "/mnt/backups";
    command.later = List.of("--keep", "3", "--without-blobs");
    command.execute(session);
    assertThat(backedUp).containsExactly(new BackupRequest(Path.of("/mnt/backups"), 3, false));
    assertThat(session.printed()).contains("5 blobs");
  }

  @Test
  public void shouldFailWhereTheBackupMissesBlobsOrTheTargetIsNone() {
    BackUpStorage missing = backup(2);
    missing.target = "/mnt/backups";
    assertThatThrownBy(() -> missing.execute(session)).hasMessageContaining("2 are missing");
    BackUpStorage relative = backup(0);
    relative.target = "here";
    assertThatThrownBy(() -> relative.execute(session)).hasMessageContaining("'here'");
    BackUpStorage none = backup(0);
    none.target = "/mnt/backups";
    none.later = List.of("--keep=many");
    assertThatThrownBy(() -> none.execute(session)).hasMessageContaining("many");
  }

  private VerifyStorage verify(long open) {
    VerifyStorage command = new VerifyStorage();
    command.verifier =
        (request, lines) -> {
          verified.add(request);
          lines.accept("something odd");
          return new VerifyResult(2, 0, open, open);
        };
    return command;
  }

  private BackUpStorage backup(long unreadable) {
    BackUpStorage command = new BackUpStorage();
    command.backups =
        (request, lines) -> {
          backedUp.add(request);
          return new BackupResult(request.target(), 5, 5, 50, unreadable);
        };
    return command;
  }
}
