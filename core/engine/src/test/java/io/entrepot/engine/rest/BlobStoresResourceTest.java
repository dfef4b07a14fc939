package io.entrepot.engine.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.Rule;
import org.junit.Test;

public final class BlobStoresResourceTest {

  @Rule public final RestServer server = new RestServer();

  @Test
  public void shouldShowStores() throws Exception {
    JsonNode stores = server.get("admin", "blobstores").json();
    assertThat(stores.findValuesAsText("name")).containsExactly("default", "fast");
    assertThat(stores.at("/0/type").asText()).isEqualTo("File");
    assertThat(stores.at("/0/unavailable").asBoolean(true)).isFalse();
    assertThat(stores.at("/0/availableSpaceInBytes").asLong()).isEqualTo(1000);
    assertThat(server.get("admin", "blobstores/file/fast").json().at("/path").asText())
        .isEqualTo("/blobs/fast");
    assertThat(server.get("admin", "blobstores/file/none").error())
        .isEqualTo("NOT_FOUND name: there is no blob store 'none'");
    JsonNode quota = server.get("admin", "blobstores/fast/quota-status").json();
    assertThat(quota.at("/isViolation").asBoolean(true)).isFalse();
    assertThat(quota.at("/blobStoreName").asText()).isEqualTo("fast");
  }

  @Test
  public void shouldRefuseWhatIsNoQuota() throws Exception {
    refused(
        "{\"name\":\"x\",\"path\":\"x\",\"softQuota\":{\"type\":\"moonQuota\"}}",
        "INVALID softQuota.type: softQuota.type: 'moonQuota' is neither 'spaceUsedQuota' nor"
            + " 'spaceRemainingQuota'");
    refused(
        "{\"name\":\"x\",\"path\":\"x\",\"softQuota\":{\"type\":\"spaceRemainingQuota\"}}",
        "INVALID softQuota.limit: softQuota.limit: a number of bytes above 0 is missing");
    refused(
        "{\"name\":\"x\",\"path\":\"x\",\"hardLimit\":0}",
        "INVALID hardLimit: hardLimit: a number of bytes above 0 is missing");
    refused(
        "{\"name\":\"x\",\"path\":\"x\",\"softQuota\":{\"type\":\"spaceUsedQuota\",\"limit\":0}}",
        "INVALID softQuota.limit: softQuota.limit: a number of bytes above 0 is missing");
    refused(
        "{\"name\":\"x\",\"path\":\"x\",\"softQuota\":{\"type\":\"spaceUsedQuota\",\"limit\":1.5}}",
        "INVALID softQuota.limit: softQuota.limit: 1.5 is not a whole number");
    refused("{\"name\":\"x\",\"softQuota\":7}", "INVALID softQuota: softQuota: 7 is not an object");
    refused("{}", "INVALID name: name is missing");
  }

  @Test
  public void shouldNotRemoveAStoreThatARepositoryUses() throws Exception {
    assertThat(server.send("admin", "DELETE", "blobstores/default", "").error())
        .isEqualTo("CONFLICT name: blob store 'default' is used by repository 'plain-hosted'");
  }

  private void refused(String body, String error) throws Exception {
    assertThat(server.send("admin", "POST", "blobstores/file", body).error()).isEqualTo(error);
  }
}
