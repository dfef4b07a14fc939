/** Blob stores: files in folders, their uploads, and the stores' definitions. */
package io.entrepot.engine.blob;
