/**
 * What repositories hold: assets, components, references, records and the browse tree, as rows of
 * the database over bytes in blob stores. Bytes are durable before the rows that name them.
 */
package io.entrepot.engine.content;
