/**
 * Finds components and assets in all repositories. What is rare is gathered through an index and
 * sorted; what is frequent is met by walking an index in the order that is asked for. Either way no
 * request looks at more than some thousand rows.
 */
package io.entrepot.engine.search;
