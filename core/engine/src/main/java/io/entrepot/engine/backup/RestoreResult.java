package io.entrepot.engine.backup;

import io.entrepot.engine.admin.VerifyResult;
import java.nio.file.Path;

/**
 * What came of a restore.
 *
 * @param backup the folder that was restored
 * @param blobs how many blobs came back
 * @param missing how many the backup does not have
 * @param verified what a look at all of it gave
 */
public record RestoreResult(Path backup, long blobs, long missing, VerifyResult verified) {}
