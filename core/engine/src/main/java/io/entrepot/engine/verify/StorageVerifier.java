package io.entrepot.engine.verify;

import io.entrepot.engine.Environment;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.VerifyAdmin;
import io.entrepot.engine.admin.VerifyRequest;
import io.entrepot.engine.admin.VerifyResult;
import io.entrepot.engine.content.DamagedBlobs;
import io.entrepot.engine.database.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verifies the running server's storage, once at a time. */
@Component(service = {StorageVerifier.class, VerifyAdmin.class})
public final class StorageVerifier implements VerifyAdmin {

  private static final Logger LOG = LoggerFactory.getLogger(StorageVerifier.class);

  private final Verification verification;
  private final AtomicBoolean running = new AtomicBoolean();

  /** The server's. */
  @Activate
  public StorageVerifier(
      @Reference Database database,
      @Reference DamagedBlobs damaged,
      @Reference Environment environment) {
    this(database, damaged, environment.data().resolve("blobs"), Clock.systemUTC());
  }

  /**
   * The same by themselves.
   *
   * @param home the folder below which stores with relative paths lie
   */
  public StorageVerifier(Database database, DamagedBlobs damaged, Path home, Clock clock) {
    this.verification = new Verification(database, damaged, home, clock, VerifyRequest.YOUNGEST);
  }

  @Override
  public VerifyResult verify(VerifyRequest request, Consumer<String> lines)
      throws RefusedException, IOException {
    return verify(
        request,
        new Watcher() {
          @Override
          public void progress(String what, long done, long total) {}

          @Override
          public void found(Outcome outcome) {
            lines.accept(outcome.text());
          }
        });
  }

  /**
   * Verifies.
   *
   * @throws RefusedException if a verification is under way
   */
  VerifyResult verify(VerifyRequest request, Watcher watcher) throws RefusedException, IOException {
    if (!running.compareAndSet(false, true)) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT, "", "a verification is under way already");
    }
    try {
      VerifyResult result = verification.run(request, watcher);
      if (result.open() > 0) {
        LOG.error("Verification: {}", result.text());
      } else {
        LOG.info("Verification: {}", result.text());
      }
      return result;
    } finally {
      running.set(false);
    }
  }
}
