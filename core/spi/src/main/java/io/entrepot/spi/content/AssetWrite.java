package io.entrepot.spi.content;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How an asset shall be after a change.
 *
 * @param path where
 * @param contentType its media type
 * @param attributes what the format notes about it
 * @param component what it belongs to
 * @param references assets of the same repository that this one needs: a commit fails if one is not
 *     there, and no cleanup removes one. Only an explicit {@link Change.Delete} can
 * @param precondition what must be true of the path before
 * @param retention how long it stays when nothing needs it
 * @param neededBy assets of the same repository that need this one without saying so themselves, as
 *     an image needs the signatures that came after it; they may come later, or never
 */
public record AssetWrite(
    AssetPath path,
    String contentType,
    Map<String, String> attributes,
    Optional<Component> component,
    Set<AssetPath> references,
    Precondition precondition,
    Retention retention,
    Set<AssetPath> neededBy) {

  public AssetWrite {
    if (path.isRoot()) {
      throw new IllegalArgumentException("the root of a repository cannot be an asset");
    }
    attributes = Map.copyOf(attributes);
    references = Set.copyOf(references);
    neededBy = Set.copyOf(neededBy);
  }

  /** An asset that stays until it is deleted. */
  public AssetWrite(
      AssetPath path,
      String contentType,
      Map<String, String> attributes,
      Optional<Component> component,
      Set<AssetPath> references,
      Precondition precondition) {
    this(
        path,
        contentType,
        attributes,
        component,
        references,
        precondition,
        Retention.KEPT,
        Set.of());
  }

  /** An asset with nothing but a type. */
  public static AssetWrite of(AssetPath path, String contentType) {
    return new AssetWrite(
        path, contentType, Map.of(), Optional.empty(), Set.of(), Precondition.NONE);
  }

  /** The same with other attributes. */
  public AssetWrite with(Map<String, String> newAttributes) {
    return new AssetWrite(
        path, contentType, newAttributes, component, references, precondition, retention, neededBy);
  }

  /** The same as part of a component. */
  public AssetWrite in(Component newComponent) {
    return new AssetWrite(
        path,
        contentType,
        attributes,
        Optional.of(newComponent),
        references,
        precondition,
        retention,
        neededBy);
  }

  /** The same, needing those assets. */
  public AssetWrite referring(Set<AssetPath> newReferences) {
    return new AssetWrite(
        path, contentType, attributes, component, newReferences, precondition, retention, neededBy);
  }

  /** The same, only if that is true. */
  public AssetWrite onlyIf(Precondition newPrecondition) {
    return new AssetWrite(
        path, contentType, attributes, component, references, newPrecondition, retention, neededBy);
  }

  /** The same, staying otherwise when nothing needs it. */
  public AssetWrite retained(Retention newRetention) {
    return new AssetWrite(
        path, contentType, attributes, component, references, precondition, newRetention, neededBy);
  }

  /** The same, needed by those assets as long as they are there. */
  public AssetWrite neededBy(Set<AssetPath> newNeededBy) {
    return new AssetWrite(
        path, contentType, attributes, component, references, precondition, retention, newNeededBy);
  }
}
