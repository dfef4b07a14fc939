package io.entrepot.engine.admin;

import io.entrepot.spi.format.FormatDescriptor;
import java.util.Optional;

/**
 * A format that is installed, or that repositories need.
 *
 * @param name its name
 * @param descriptor what it says of itself; empty if it is not installed
 * @param bundle the symbolic name and version of its bundle; empty if it is not installed
 * @param repositories how many repositories are of it
 */
public record FormatView(
    String name, Optional<FormatDescriptor> descriptor, String bundle, int repositories) {}
