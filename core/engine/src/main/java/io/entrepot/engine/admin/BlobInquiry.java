package io.entrepot.engine.admin;

import io.entrepot.spi.blob.Digest;
import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Why bytes are kept, and when they go. A service. */
@ProviderType
public interface BlobInquiry {

  /** What every blob store has of a digest, by store; empty if none has it. */
  List<BlobStory> why(Digest digest) throws IOException;
}
