/**
 * Images and artifacts as the OCI distribution specification 1.1 and Docker's registry protocol
 * move them. {@link io.entrepot.format.docker.DockerFormat} is the way in; all routes are in {@code
 * DockerRoutes}, the places of what is stored in {@code DockerPaths}.
 */
package io.entrepot.format.docker;
