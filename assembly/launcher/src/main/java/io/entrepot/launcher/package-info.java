/**
 * What {@code bin/entrepot} runs: it reads the operator's settings, prepares the data folder,
 * decides whether the container's bundle cache may be used again and starts the container in this
 * process.
 */
package io.entrepot.launcher;
