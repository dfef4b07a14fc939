/** Commands about blobs. */
package io.entrepot.shell.blob;
