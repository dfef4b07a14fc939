package io.entrepot.spi.content;

/**
 * A row of a format's own.
 *
 * @param key unique within its kind and repository
 * @param json its value
 */
public record FormatRecord(String key, String json) {}
