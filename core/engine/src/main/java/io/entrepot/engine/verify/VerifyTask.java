package io.entrepot.engine.verify;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.VerifyRequest;
import io.entrepot.engine.admin.VerifyResult;
import io.entrepot.engine.task.TaskProperties;
import io.entrepot.engine.task.TaskRun;
import io.entrepot.engine.task.TaskType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The task {@code storage.verify}. What is wrong and stays so makes the run fail. */
@Component(service = TaskType.class)
public final class VerifyTask implements TaskType {

  private static final String DEEP = "deep";
  private static final String REPAIR = "repair";
  private static final String REMOVE = "removeOrphans";
  private static final String AGE = "orphanAgeHours";
  private static final String SPEED = "bytesPerSecond";

  private final StorageVerifier verifier;

  /** The task. */
  @Activate
  public VerifyTask(@Reference StorageVerifier verifier) {
    this.verifier = verifier;
  }

  @Override
  public String id() {
    return "storage.verify";
  }

  @Override
  public String label() {
    return "Verify blobs and database";
  }

  @Override
  public List<Field> fields() {
    return List.of(
        new Field(DEEP, "Read all bytes and compare their checksums", "false", false),
        new Field(REPAIR, "Put right what can be put right", "false", false),
        new Field(REMOVE, "With a repair: remove files that no blob has", "false", false),
        new Field(
            AGE,
            "How old those files must be, in hours",
            Long.toString(VerifyRequest.ORPHAN_AGE.toHours()),
            false),
        new Field(SPEED, "Bytes read in a second at most; 0: no limit", "0", false));
  }

  @Override
  public Optional<String> initialSchedule() {
    return Optional.of("0 30 3 ? * SUN");
  }

  @Override
  public void check(TaskProperties properties) {
    request(properties);
  }

  @Override
  public void run(TaskRun run) throws IOException {
    VerifyResult result;
    try {
      result =
          verifier.verify(
              request(run.properties()),
              new Watcher() {
                @Override
                public void progress(String what, long done, long total) throws IOException {
                  run.progress(what, done, total);
                }

                @Override
                public void found(Outcome outcome) {
                  run.report(outcome.text());
                }
              });
    } catch (RefusedException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (result.open() > 0) {
      throw new IOException(result.text());
    }
    run.report(result.text());
  }

  private static VerifyRequest request(TaskProperties properties) {
    return new VerifyRequest(
        properties.flag(DEEP),
        properties.flag(REPAIR),
        properties.flag(REMOVE),
        Duration.ofHours(number(properties, AGE, VerifyRequest.ORPHAN_AGE.toHours())),
        number(properties, SPEED, 0));
  }

  private static long number(TaskProperties properties, String name, long otherwise) {
    return properties.text(name).isPresent() ? properties.number(name) : otherwise;
  }
}
