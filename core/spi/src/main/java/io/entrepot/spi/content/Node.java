package io.entrepot.spi.content;

import java.util.Optional;

/**
 * A line of a folder's listing. One name may be both a folder and an asset.
 *
 * @param name the last segment of its path
 * @param folder whether there is something below it
 * @param asset the asset of that very path, if there is one
 */
public record Node(String name, boolean folder, Optional<Asset> asset) {}
