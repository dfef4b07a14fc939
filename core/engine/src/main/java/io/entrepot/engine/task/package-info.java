/** Tasks: work that the server does beside its requests, by a schedule or when it is asked to. */
package io.entrepot.engine.task;
