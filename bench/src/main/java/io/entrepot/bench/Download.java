package io.entrepot.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * How long something took to come.
 *
 * @param first until the first byte of the body, in seconds
 * @param all until the last
 */
record Download(double first, double all) {

  /**
   * Gets something.
   *
   * @throws IOException if it is not as long as it should be
   */
  static Download of(String url, long size) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setReadTimeout(60_000);
    byte[] buffer = new byte[64 * 1024];
    long begin = System.nanoTime();
    try (InputStream in = connection.getInputStream()) {
      long come = in.read(buffer);
      double first = (System.nanoTime() - begin) / 1e9;
      for (int more = in.read(buffer); more >= 0; more = in.read(buffer)) {
        come += more;
      }
      if (come != size) {
        throw new IOException(url + " gave " + come + " bytes and not " + size);
      }
      return new Download(first, (System.nanoTime() - begin) / 1e9);
    }
  }
}
