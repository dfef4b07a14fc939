package io.entrepot.engine.admin;

/**
 * What came of a verification.
 *
 * @param blobs how many were looked at
 * @param bytes how many were read
 * @param findings how much was wrong
 * @param open how much of that still is
 */
public record VerifyResult(long blobs, long bytes, long findings, long open) {

  /** For people: {@code 12 blobs looked at, 0 bytes read: nothing is wrong}. */
  public String text() {
    String looked = blobs + " blobs looked at, " + bytes + " bytes read: ";
    if (findings == 0) {
      return looked + "nothing is wrong";
    }
    return looked + findings + " findings, " + (findings - open) + " of them put right";
  }
}
