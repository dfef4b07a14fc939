package io.entrepot.engine.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Everybody may come to a resource's method, which itself looks at who calls. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Everybody {

  /** Why nothing is learned or changed by it that must not be. */
  String because();
}
