package io.entrepot.spi.content;

/**
 * What people call a thing that consists of one or more assets: an image and its tag, a library and
 * its version.
 *
 * @param group may be empty
 * @param name never empty
 * @param version may be empty
 */
public record Component(String group, String name, String version) {

  public Component {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a component needs a name");
    }
  }
}
