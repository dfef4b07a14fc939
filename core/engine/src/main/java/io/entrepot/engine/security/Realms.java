package io.entrepot.engine.security;

import io.entrepot.spi.security.SecurityRealm;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The realms in the order in which they are asked: by ranking, the higher first, the local one as
 * if its ranking were 0 and ahead of others of that ranking. Immutable.
 */
final class Realms {

  private record Ranked(SecurityRealm realm, int ranking) {}

  private final LocalRealm local;
  private final List<Ranked> ranked;

  Realms(LocalRealm local) {
    this(local, List.of(new Ranked(local, 0)));
  }

  private Realms(LocalRealm local, List<Ranked> ranked) {
    this.local = local;
    this.ranked = ranked;
  }

  LocalRealm local() {
    return local;
  }

  List<SecurityRealm> inOrder() {
    return ranked.stream().map(Ranked::realm).toList();
  }

  /** The realm whose user has a name: the local one if it knows it, else the first that does. */
  Optional<SecurityRealm> owner(String user) {
    return Stream.concat(Stream.of(local), inOrder().stream())
        .filter(realm -> realm.roles(user).isPresent())
        .findFirst();
  }

  Realms with(SecurityRealm realm, int ranking) {
    return new Realms(
        local,
        Stream.concat(others(realm), Stream.of(new Ranked(realm, ranking)))
            .sorted(Comparator.comparingInt(Ranked::ranking).reversed())
            .toList());
  }

  Realms without(SecurityRealm realm) {
    return new Realms(local, others(realm).toList());
  }

  private Stream<Ranked> others(SecurityRealm realm) {
    return ranked.stream().filter(one -> one.realm() != realm);
  }
}
