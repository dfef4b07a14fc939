package io.entrepot.engine.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a resource's method that takes a body of any length, and never has it in memory. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Unlimited {}
