package io.entrepot.spi.format;

/**
 * A member of a group, as it is now.
 *
 * @param name its name
 * @param type where its content comes from
 * @param settings how it is set
 */
public record GroupMember(String name, RepositoryType type, Settings settings) {}
