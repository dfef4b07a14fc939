package io.entrepot.format.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.http.Method;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.Test;

/** OCI distribution-spec 1.1: blobs, and how they come. */
public abstract class DistributionBlobsSuite extends DistributionSuite {

  // end-2

  @Test
  public void end2ShouldSendBlob() throws IOException {
    for (byte[] blob : List.of(Images.blob(1000), new byte[0])) {
      for (Digest digest : List.of(Images.sha256(blob), Images.sha512(blob))) {
        Images.push(registry, image, blob, digest);
        Answer answer = registry.send(Call.get(blobAt(digest)));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(blob);
        assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
        assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(blob.length));
        assertThat(answer.header("ETag")).startsWith("\"");
      }
    }
  }

  @Test
  public void end2ShouldTellOfBlobWithoutSendingIt() throws IOException {
    byte[] blob = Images.blob(1000);
    Digest digest = Images.push(registry, image, blob);
    Answer answer = registry.send(Call.head(blobAt(digest)));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.header("Content-Length")).isEqualTo("1000");
    assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
  }

  @Test
  public void end2ShouldNotFindWhatWasNotPushed() throws IOException {
    Answer answer = registry.send(Call.get(blobAt(Images.sha256(Images.blob(10)))));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error()).isEqualTo("BLOB_UNKNOWN");
    assertThat(registry.send(Call.head(blobAt(Images.sha256(Images.blob(9))))).status())
        .isEqualTo(404);
  }

  @Test
  public void end2ShouldNotFindBlobOfAnotherImage() throws IOException {
    Digest digest = Images.push(registry, image + "/other", Images.blob(10));
    assertThat(registry.send(Call.get(blobAt(digest))).status()).isEqualTo(404);
  }

  // end-4a, end-5, end-6

  @Test
  public void end4aShouldBeginUploadThatPutFinishes() throws IOException {
    byte[] blob = Images.blob(300);
    String session = begin();
    Answer answer =
        registry.send(
            Call.put(session, blob)
                .query("digest=" + Images.sha256(blob))
                .header("Content-Type", "application/octet-stream"));
    assertStored(answer, blob, Images.sha256(blob));
  }

  @Test
  public void end4aShouldAnswerWithSession() throws IOException {
    Answer answer = registry.send(Call.post(uploads()));
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Location")).startsWith("/").contains("/blobs/uploads/");
    assertThat(answer.header("Range")).isEqualTo("0-0");
    assertThat(answer.header("Docker-Upload-UUID")).isNotEmpty();
  }

  @Test
  public void end4bShouldTakeBlobAtOnce() throws IOException {
    for (DigestAlgorithm algorithm : List.of(DigestAlgorithm.SHA256, DigestAlgorithm.SHA512)) {
      byte[] blob = Images.blob(300);
      Digest digest = Digests.of(algorithm, blob);
      Answer answer = registry.send(Call.post(uploads()).query("digest=" + digest).body(blob));
      assertStored(answer, blob, digest);
    }
  }

  @Test
  public void end4bShouldKeepNothingOfAnotherDigest() throws IOException {
    byte[] blob = Images.blob(300);
    Digest wrong = Images.sha256(Images.blob(300));
    Answer answer = registry.send(Call.post(uploads()).query("digest=" + wrong).body(blob));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("DIGEST_INVALID");
    assertThat(registry.send(Call.head(blobAt(wrong))).status()).isEqualTo(404);
    assertThat(registry.send(Call.head(blobAt(Images.sha256(blob)))).status()).isEqualTo(404);
  }

  @Test
  public void end5ShouldTakeStream() throws IOException {
    byte[] blob = Images.blob(3000);
    Answer patched = registry.send(Call.patch(begin(), blob).streamed());
    assertThat(patched.status()).isEqualTo(202);
    assertThat(patched.header("Range")).isEqualTo("0-2999");
    Answer answer =
        registry.send(
            Call.put(patched.header("Location"), new byte[0])
                .query("digest=" + Images.sha512(blob)));
    assertStored(answer, blob, Images.sha512(blob));
  }

  @Test
  public void end5ShouldTakeChunksInOrder() throws IOException {
    byte[] blob = Images.blob(3000);
    String session = begin();
    for (int from = 0; from < 3000; from += 1000) {
      Answer answer = registry.send(chunk(session, blob, from, 1000));
      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.header("Range")).isEqualTo("0-" + (from + 999));
      session = answer.header("Location");
    }
    Answer answer =
        registry.send(Call.put(session, new byte[0]).query("digest=" + Images.sha256(blob)));
    assertStored(answer, blob, Images.sha256(blob));
  }

  @Test
  public void end5ShouldRefuseChunkOutOfOrderAndGoOn() throws IOException {
    byte[] blob = Images.blob(3000);
    String session = begin();
    assertThat(registry.send(chunk(session, blob, 1000, 1000)).status()).isEqualTo(416);
    session = registry.send(chunk(session, blob, 0, 1000)).header("Location");
    for (int wrong : List.of(0, 2000)) {
      Answer answer = registry.send(chunk(session, blob, wrong, 1000));
      assertThat(answer.status()).isEqualTo(416);
      assertThat(answer.header("Range")).isEqualTo("0-999");
      assertThat(answer.header("Location")).isEqualTo(session);
      assertThat(answer.error()).isEqualTo("BLOB_UPLOAD_INVALID");
    }
    registry.send(chunk(session, blob, 1000, 1000));
    Call last = chunk(session, blob, 2000, 1000);
    Answer answer =
        registry.send(
            new Call(Method.PUT, session, last.headers(), last.body(), true)
                .query("digest=" + Images.sha256(blob)));
    assertStored(answer, blob, Images.sha256(blob));
  }

  @Test
  public void end5ShouldRefuseMalformedRange() throws IOException {
    String session = begin();
    for (String range : List.of("bytes 0-9/10", "0-", "x", "9-0")) {
      Answer answer =
          registry.send(Call.patch(session, Images.blob(10)).header("Content-Range", range));
      assertThat(answer.status()).as(range).isEqualTo(400);
      assertThat(answer.error()).isIn("BLOB_UPLOAD_INVALID", "SIZE_INVALID");
    }
    Answer short1 =
        registry.send(Call.patch(session, Images.blob(10)).header("Content-Range", "0-98"));
    assertThat(short1.status()).isEqualTo(400);
    assertThat(short1.error()).isEqualTo("SIZE_INVALID");
  }

  @Test
  public void end5ShouldNotKnowSessionThatIsNotThere() throws IOException {
    String absent = uploads() + "no-such-session";
    String other = begin().replace(image, image + "/other");
    for (String session : List.of(absent, other)) {
      for (Call call :
          List.of(
              Call.patch(session, Images.blob(10)),
              Call.put(session, new byte[0]).query("digest=" + Images.sha256(new byte[0])),
              Call.get(session),
              Call.delete(session))) {
        Answer answer = registry.send(call);
        assertThat(answer.status()).as(call.toString()).isEqualTo(404);
        assertThat(answer.error()).isEqualTo("BLOB_UPLOAD_UNKNOWN");
      }
    }
  }

  @Test
  public void end6ShouldNeedDigest() throws IOException {
    String session = begin();
    for (String query :
        List.of("", "digest=", "digest=sha256:12", "digest=md5:" + "0".repeat(32))) {
      Answer answer = registry.send(Call.put(session, Images.blob(10)).query(query));
      assertThat(answer.status()).as(query).isEqualTo(400);
      assertThat(answer.error()).isEqualTo("DIGEST_INVALID");
    }
  }

  @Test
  public void end6ShouldKeepNothingOfAnotherDigest() throws IOException {
    byte[] blob = Images.blob(300);
    Digest wrong = Images.sha256(Images.blob(300));
    String session = registry.send(Call.patch(begin(), blob)).header("Location");
    Answer answer = registry.send(Call.put(session, new byte[0]).query("digest=" + wrong));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("DIGEST_INVALID");
    assertThat(registry.send(Call.head(blobAt(wrong))).status()).isEqualTo(404);
    assertThat(registry.send(Call.get(session)).status()).isEqualTo(404);
  }

  // end-10

  @Test
  public void end10ShouldDeleteBlob() throws IOException {
    Digest digest = Images.push(registry, image, Images.blob(100));
    assertThat(registry.send(Call.delete(blobAt(digest))).status()).isEqualTo(202);
    assertThat(registry.send(Call.head(blobAt(digest))).status()).isEqualTo(404);
    Answer again = registry.send(Call.delete(blobAt(digest)));
    assertThat(again.status()).isEqualTo(404);
    assertThat(again.error()).isEqualTo("BLOB_UNKNOWN");
  }

  @Test
  public void end10ShouldLeaveTheSameBlobOfAnotherImage() throws IOException {
    byte[] blob = Images.blob(100);
    Digest digest = Images.push(registry, image, blob);
    Images.push(registry, image + "/other", blob);
    registry.send(Call.delete(blobAt(digest)));
    assertThat(registry.send(Call.get("/v2/" + image + "/other/blobs/" + digest)).body())
        .isEqualTo(blob);
  }

  // end-11

  @Test
  public void end11ShouldMountBlobOfAnotherImage() throws IOException {
    for (DigestAlgorithm algorithm : List.of(DigestAlgorithm.SHA256, DigestAlgorithm.SHA512)) {
      byte[] blob = Images.blob(100);
      Digest digest = Digests.of(algorithm, blob);
      Images.push(registry, image + "/source", blob, digest);
      Answer answer =
          registry.send(
              Call.post(uploads()).query("mount=" + digest + "&from=" + image + "/source"));
      assertStored(answer, blob, digest);
    }
  }

  @Test
  public void end11ShouldMountBlobFromAnywhere() throws IOException {
    byte[] blob = Images.blob(100);
    Digest digest = Images.push(registry, image + "/source", blob);
    assertStored(registry.send(Call.post(uploads()).query("mount=" + digest)), blob, digest);
  }

  @Test
  public void end11ShouldBeginUploadWhereThereIsNothingToMount() throws IOException {
    byte[] blob = Images.blob(100);
    Digest digest = Images.sha256(blob);
    Answer answer =
        registry.send(Call.post(uploads()).query("mount=" + digest + "&from=" + image + "/no"));
    assertThat(answer.status()).isEqualTo(202);
    assertStored(
        registry.send(Call.put(answer.header("Location"), blob).query("digest=" + digest)),
        blob,
        digest);
  }

  // end-13

  @Test
  public void end13ShouldTellHowFarUploadIs() throws IOException {
    String session = begin();
    Answer fresh = registry.send(Call.get(session));
    assertThat(fresh.status()).isEqualTo(204);
    assertThat(fresh.header("Range")).isEqualTo("0-0");
    registry.send(chunk(session, Images.blob(500), 0, 500));
    Answer answer = registry.send(Call.get(session));
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Range")).isEqualTo("0-499");
    assertThat(answer.header("Location")).isEqualTo(session);
  }

  @Test
  public void end13ShouldForgetUploadThatIsGivenUp() throws IOException {
    String session = begin();
    registry.send(chunk(session, Images.blob(500), 0, 500));
    assertThat(registry.send(Call.delete(session)).status()).isEqualTo(204);
    Answer answer = registry.send(Call.get(session));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error()).isEqualTo("BLOB_UPLOAD_UNKNOWN");
  }

  private static Call chunk(String session, byte[] blob, int from, int size) {
    return Call.patch(session, Arrays.copyOfRange(blob, from, from + size))
        .header("Content-Range", from + "-" + (from + size - 1));
  }

  private void assertStored(Answer answer, byte[] blob, Digest digest) throws IOException {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
    assertThat(answer.header("Location")).startsWith("/");
    Answer there = registry.send(Call.get(answer.header("Location")));
    assertThat(there.status()).isEqualTo(200);
    assertThat(there.body()).isEqualTo(blob);
    assertThat(registry.send(Call.get(blobAt(digest))).body()).isEqualTo(blob);
  }
}
