package io.entrepot.engine.admin;

import java.time.Instant;

/**
 * A repository that was removed and can still be restored.
 *
 * @param id names it among all that ever were removed: several may have had the same name
 * @param definition what made it
 * @param assets how many assets it holds
 * @param size their bytes
 * @param removed when
 * @param until from then on it cannot be restored; what it holds goes with the next collection
 */
public record RemovedRepositoryView(
    long id,
    RepositoryDefinition definition,
    long assets,
    long size,
    Instant removed,
    Instant until) {}
