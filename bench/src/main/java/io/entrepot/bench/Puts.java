package io.entrepot.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;

/** Puts small files, each other than all before, into the raw repository. */
final class Puts implements Crowd.Worker {

  private final Connection connection;
  private final String folder;
  private final byte[] bytes;
  private long serial;

  Puts(EntrepotServer server, String folder, int size) throws IOException {
    this.connection = server.connect();
    this.folder = folder;
    this.bytes = new byte[size];
    new Random().nextBytes(bytes);
  }

  @Override
  public void work() throws IOException {
    ByteBuffer.wrap(bytes).putLong(serial++);
    String path = EntrepotServer.RAW + folder + "/" + (serial / 1000) + "/" + serial;
    connection.request("PUT", path, "application/octet-stream", bytes).expect(201);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
