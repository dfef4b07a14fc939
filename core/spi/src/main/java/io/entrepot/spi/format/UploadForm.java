package io.entrepot.spi.format;

import io.entrepot.spi.http.ProblemException;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * How files come into repositories of a format by a form, in REST and the console: each is PUT to
 * the path that the fields come to, with the rights, checks and effects of that request.
 */
@ConsumerType
public interface UploadForm {

  /** What is asked once for all files. */
  List<UploadField> componentFields();

  /** What is asked for each file. */
  List<UploadField> assetFields();

  /**
   * Where a file goes.
   *
   * @param component the fields of {@link #componentFields} that were filled in
   * @param asset the fields of {@link #assetFields} that were filled in for this file
   * @return a path of the repository, as a request's
   * @throws ProblemException 400 if a value is wrong, naming it
   */
  String path(Map<String, String> component, Map<String, String> asset) throws ProblemException;
}
