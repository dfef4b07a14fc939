package io.entrepot.engine.repository;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.entrepot.engine.admin.Secret;
import io.entrepot.engine.security.Sealer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settings documents as the database has them: each secret a map with its sealed form. */
final class SealedJson {

  private static final Logger LOG = LoggerFactory.getLogger(SealedJson.class);
  private static final TypeReference<Map<String, Object>> GROUPS = new TypeReference<>() {};

  private final Sealer sealer;
  private final ObjectMapper json = new ObjectMapper();

  SealedJson(Sealer sealer) {
    this.sealer = sealer;
    json.registerModule(new SimpleModule().addSerializer(Secret.class, new Sealed(sealer)));
  }

  String write(Map<String, Object> document) throws IOException {
    return json.writeValueAsString(document);
  }

  /**
   * A secret that cannot be opened stays as it is kept: it is not lost when it is written again.
   */
  Map<String, Object> read(String repository, String text) throws IOException {
    return opened(repository, "", json.readValue(text, GROUPS));
  }

  private Map<String, Object> opened(String repository, String prefix, Map<?, ?> group) {
    Map<String, Object> opened = new LinkedHashMap<>();
    group.forEach(
        (name, value) -> {
          String path = prefix + name;
          opened.put(name.toString(), opened(repository, path, value));
        });
    return opened;
  }

  private Object opened(String repository, String path, Object value) {
    if (!(value instanceof Map<?, ?> group)) {
      return value;
    }
    if (!Secret.is(group)) {
      return opened(repository, path + ".", group);
    }
    try {
      return new Secret(sealer.open(String.valueOf(group.get(Secret.SEALED))));
    } catch (IOException e) {
      LOG.error(
          "Repository '{}' works without its {}, which is to be set again: {}",
          repository,
          path,
          e.getMessage());
      return value;
    }
  }

  private static final class Sealed extends StdSerializer<Secret> {

    private static final long serialVersionUID = 1L;

    private final transient Sealer sealer;

    Sealed(Sealer sealer) {
      super(Secret.class);
      this.sealer = sealer;
    }

    @Override
    public void serialize(Secret secret, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeStartObject();
      out.writeStringField(Secret.SEALED, sealer.seal(secret.reveal()));
      out.writeEndObject();
    }
  }
}
