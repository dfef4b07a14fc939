package io.entrepot.format.docker;

import java.io.IOException;

/** A registry to talk to, as somebody who may do everything: in memory, or over HTTP. */
public interface Registry {

  /** Sends a request and waits for the answer. */
  Answer send(Call call) throws IOException;
}
