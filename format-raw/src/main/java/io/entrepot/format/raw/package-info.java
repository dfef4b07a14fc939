/** The raw format: files at paths, as clients put them. */
package io.entrepot.format.raw;
