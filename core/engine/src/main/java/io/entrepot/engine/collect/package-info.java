/**
 * The collector: frees the bytes that nothing needs any more, while everything goes on. Nothing
 * here decides what is needed; formats said that when they wrote, and the content keeps it.
 */
package io.entrepot.engine.collect;
