package io.entrepot.spi.security;

/**
 * The right to do one thing in one repository.
 *
 * @param format the repository's format
 * @param repository its name
 * @param action what
 */
public record Permission(String format, String repository, Action action) {}
