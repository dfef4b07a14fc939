package io.entrepot.engine.admin;

import java.io.IOException;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** Compares what the database says with what is on the disks, and repairs it. A service. */
@ProviderType
public interface VerifyAdmin {

  /**
   * Verifies all blob stores and the database; may take hours.
   *
   * @param lines told each finding and what was done about it
   * @throws RefusedException if a verification is under way already
   * @throws IOException if it cannot go on
   */
  VerifyResult verify(VerifyRequest request, Consumer<String> lines)
      throws RefusedException, IOException;
}
