/** Groups: repositories that consist of others. */
package io.entrepot.engine.group;
