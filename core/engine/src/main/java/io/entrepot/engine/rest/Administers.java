package io.entrepot.engine.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a caller must be allowed to administer to come to a resource's method. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Administers {

  /** {@code users}, {@code roles}, {@code blobstores}, {@code settings} … */
  String domain();

  /** {@code read}, {@code create}, {@code update} or {@code delete}. */
  String action();
}
