/** The commands about repositories. */
package io.entrepot.shell.repository;
