package io.entrepot.engine.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a caller must be allowed to do with the definition of the repository that the path's {@code
 * name} speaks of, or with all repositories of the path's {@code format} where it has no name.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface AdministersRepository {

  /** {@code read}, {@code create}, {@code update} or {@code delete}. */
  String value();
}
