package io.entrepot.engine.repository;

import io.entrepot.engine.admin.RepositoryDefinition;
import java.time.Instant;

/**
 * What is remembered of a repository that was removed.
 *
 * @param assets how many it holds
 * @param size their bytes
 */
record RemovedRepository(
    long id, RepositoryDefinition definition, long assets, long size, Instant removed) {}
