package io.entrepot.engine.repository;

import io.entrepot.engine.admin.BlobStoreAdmin;
import io.entrepot.spi.format.FormatDescriptor;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.format.SettingsField;
import io.entrepot.spi.format.SettingsField.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The settings that every repository has, whatever its format. */
final class EngineFields {

  static final String BLOB_STORE = "storage.blobStoreName";
  static final String WRITE_POLICY = "storage.writePolicy";
  static final String CLEANUP_POLICIES = "cleanup.policyNames";
  static final String ROUTING_RULE = "routingRuleName";
  static final String MEMBERS = "group.memberNames";
  static final String WRITABLE_MEMBER = "group.writableMember";
  static final String HTTP_PORT = "httpPort";
  static final String HTTPS_PORT = "httpsPort";
  static final String SUBDOMAIN = "subdomain";

  private static final Set<RepositoryType> ALL = EnumSet.allOf(RepositoryType.class);

  private EngineFields() {}

  /** The engine's fields and the format's, for one type; where both have a path the engine's. */
  static List<SettingsField> of(FormatDescriptor format, RepositoryType type) {
    Map<String, SettingsField> byPath = new LinkedHashMap<>();
    List<SettingsField> fields = new ArrayList<>(common());
    fields.addAll(ProxyFields.all());
    fields.addAll(group());
    fields.addAll(connector(format.connectorGroup()));
    fields.addAll(format.fields());
    for (SettingsField field : fields) {
      if (field.types().contains(type)) {
        byPath.putIfAbsent(field.path(), field);
      }
    }
    return List.copyOf(byPath.values());
  }

  private static List<SettingsField> common() {
    return List.of(
        new SettingsField(
            BLOB_STORE,
            Kind.TEXT,
            BlobStoreAdmin.DEFAULT,
            List.of(),
            "Blob store",
            "Where its bytes are kept.",
            ALL),
        new SettingsField(
            "storage.strictContentTypeValidation",
            Kind.FLAG,
            "false",
            List.of(),
            "Strict content type",
            "Whether what is put must be of the type that its name says.",
            ALL),
        // Both ways of writing are choices, so that clients find what they set.
        new SettingsField(
            WRITE_POLICY,
            Kind.CHOICE,
            "allow",
            List.of("allow", "allow_once", "deny", "ALLOW", "ALLOW_ONCE", "DENY"),
            "Write policy",
            "Whether content may be put, and replaced.",
            Set.of(RepositoryType.HOSTED)),
        new SettingsField(
            "component.proprietaryComponents",
            Kind.FLAG,
            "",
            List.of(),
            "Proprietary components",
            "Whether what is in it is made here.",
            ALL));
  }

  private static List<SettingsField> group() {
    return List.of(
        new SettingsField(
            MEMBERS,
            Kind.LIST,
            "",
            List.of(),
            "Members",
            "The repositories it consists of, in the order in which they are asked.",
            Set.of(RepositoryType.GROUP)),
        new SettingsField(
            WRITABLE_MEMBER,
            Kind.TEXT,
            "",
            List.of(),
            "Writable member",
            "The hosted member that takes what is written to the group.",
            Set.of(RepositoryType.GROUP)),
        new SettingsField(
            ROUTING_RULE,
            Kind.TEXT,
            "",
            List.of(),
            "Routing rule",
            "Says which paths it is asked for.",
            Set.of(RepositoryType.PROXY, RepositoryType.GROUP)));
  }

  private static List<SettingsField> connector(String group) {
    return List.of(
        new SettingsField(
            group + "." + HTTP_PORT,
            Kind.NUMBER,
            "",
            List.of(),
            "HTTP port",
            "A port of its own, without TLS.",
            ALL),
        new SettingsField(
            group + "." + HTTPS_PORT,
            Kind.NUMBER,
            "",
            List.of(),
            "HTTPS port",
            "A port of its own, with the server's certificate.",
            ALL),
        new SettingsField(
            group + "." + SUBDOMAIN,
            Kind.TEXT,
            "",
            List.of(),
            "Host name",
            "A host name of its own, on the shared ports.",
            ALL));
  }
}
