package io.entrepot.format.raw;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.format.UploadField;
import io.entrepot.spi.format.UploadForm;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import java.util.List;
import java.util.Map;

/** Files by a form: a directory for all, a name for each. */
final class RawUploadForm implements UploadForm {

  private static final String DIRECTORY = "directory";
  private static final String FILENAME = "filename";

  @Override
  public List<UploadField> componentFields() {
    return List.of(
        new UploadField(DIRECTORY, "Directory", "The folder that the files go into.", true));
  }

  @Override
  public List<UploadField> assetFields() {
    return List.of(
        new UploadField(FILENAME, "Filename", "The file's name, or a path in the folder.", false));
  }

  @Override
  public String path(Map<String, String> component, Map<String, String> asset)
      throws ProblemException {
    String name = asset.getOrDefault(FILENAME, "");
    try {
      AssetPath file = AssetPath.of(component.getOrDefault(DIRECTORY, "")).resolve(name);
      if (name.isEmpty() || name.endsWith("/")) {
        throw new IllegalArgumentException(FILENAME + ": '" + name + "' is not a file's name");
      }
      return file.value();
    } catch (IllegalArgumentException e) {
      throw new Problem(400, "INVALID_PATH", e.getMessage()).asException();
    }
  }
}
