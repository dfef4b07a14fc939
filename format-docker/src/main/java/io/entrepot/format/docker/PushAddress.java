package io.entrepot.format.docker;

import io.entrepot.spi.format.GroupMember;
import io.entrepot.spi.format.Settings;
import io.entrepot.spi.http.Request;
import java.util.OptionalLong;

/**
 * Where somebody who pushed to the wrong place would push to a repository.
 *
 * @param request in which it was tried
 * @param member the repository
 */
record PushAddress(Request request, GroupMember member) {

  /** The address of an image there, as docker push takes it. */
  String of(ImageName image) {
    Settings settings = member.settings();
    String authority = request.origin().replaceFirst("^[a-z]+://", "");
    String host = authority.replaceFirst(":[0-9]+$", "");
    for (String port : new String[] {"docker.httpsPort", "docker.httpPort"}) {
      OptionalLong number = settings.number(port);
      if (number.isPresent()) {
        return host + ":" + number.getAsLong() + "/" + image;
      }
    }
    String name = settings.text("docker.subdomain").orElse("");
    if (name.indexOf('.') > 0) {
      return name + "/" + image;
    }
    if (!name.isEmpty()) {
      return name + "." + host + "/" + image;
    }
    // By a port of the group's own nothing is known of the ports that all share.
    String server = new RequestAddress(request).own() ? "<server>" : authority;
    return server + "/" + member.name() + "/" + image;
  }
}
