package io.entrepot.engine.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** Which addresses may be asked. */
public final class AddressGuardTest {

  private static final List<String> NEVER =
      List.of(
          "0.0.0.0",
          "0.1.2.3",
          "127.0.0.1",
          "127.255.255.254",
          "169.254.169.254",
          "169.254.0.1",
          "100.100.100.200",
          "192.0.0.192",
          "224.0.0.1",
          "239.255.255.250",
          "255.255.255.255",
          "240.0.0.1",
          "::",
          "::1",
          "fe80::1",
          "febf::1",
          "ff02::1",
          "fd00:ec2::254",
          "::ffff:127.0.0.1",
          "::ffff:169.254.169.254",
          "::ffff:0:127.0.0.1",
          "::127.0.0.1",
          "64:ff9b::7f00:1",
          "64:ff9b::a9fe:a9fe",
          "64:ff9b:1::a00:1",
          "2002:7f00:1::",
          "2002:a9fe:a9fe::1",
          "2001:0:4136:e378:8000:63bf:80ff:fffe");

  private static final List<String> PRIVATE =
      List.of(
          "10.0.0.1",
          "10.255.255.255",
          "100.64.0.1",
          "172.16.0.1",
          "172.31.255.255",
          "192.168.1.1",
          "192.0.2.1",
          "198.18.0.1",
          "198.51.100.7",
          "203.0.113.7",
          "fc00::1",
          "fd12:3456::1",
          "fec0::1",
          "2001:db8::1",
          "::ffff:10.0.0.1",
          "64:ff9b::a00:1",
          "2002:a00:1::");

  private static final List<String> PUBLIC =
      List.of(
          "1.1.1.1",
          "9.255.255.255",
          "11.0.0.1",
          "100.63.255.255",
          "100.128.0.1",
          "126.255.255.255",
          "128.0.0.1",
          "169.253.255.255",
          "169.255.0.1",
          "172.15.255.255",
          "172.32.0.1",
          "192.167.255.255",
          "223.255.255.255",
          "2606:4700::1111",
          "2a00:1450:4001::200e",
          "64:ff9b::101:101",
          "2002:101:101::1");

  private final AddressGuard guard = new AddressGuard(new AllowList("x", List.of()));

  @Test
  public void shouldAskNobodyAtSpecialAddresses() throws Exception {
    for (String address : NEVER) {
      refused(guard, address, true);
      refused(guard, address, false);
    }
  }

  @Test
  public void shouldAskPrivateAddressesOnlyOfTheUpstreamItself() throws Exception {
    for (String address : PRIVATE) {
      allowed(guard, address, true);
      refused(guard, address, false);
    }
  }

  @Test
  public void shouldAskPublicAddresses() throws Exception {
    for (String address : PUBLIC) {
      allowed(guard, address, true);
      allowed(guard, address, false);
    }
  }

  @Test
  public void shouldAskNobodyWithOneAddressThatIsNotToBeAsked() throws Exception {
    List<InetAddress> both = List.of(address("1.1.1.1"), address("127.0.0.1"));
    assertThatThrownBy(() -> guard.check("two.example", both, true))
        .isInstanceOf(ForbiddenAddressException.class)
        .hasMessageContaining("'two.example'")
        .hasMessageContaining("ENTREPOT_UPSTREAM_ALLOW")
        .message()
        .doesNotContain("127.0.0.1");
  }

  @Test
  public void shouldAskWhatAnOperatorAllows() throws Exception {
    AddressGuard some =
        new AddressGuard(
            new AllowList(
                "x",
                List.of("127.0.0.1", "10.1.0.0/16", "fd00::/8", "*.corp.example", "one.example")));
    allowed(some, "127.0.0.1", false);
    allowed(some, "::ffff:127.0.0.1", false);
    refused(some, "127.0.0.2", true);
    allowed(some, "10.1.2.3", false);
    refused(some, "10.2.0.1", false);
    allowed(some, "fd00::1", false);
    refused(some, "fc00::1", false);
    for (String host : List.of("one.example", "a.corp.example", "a.b.corp.example")) {
      assertThatCode(() -> some.check(host, List.of(address("127.9.9.9")), false))
          .as(host)
          .doesNotThrowAnyException();
    }
    for (String host : List.of("two.one.example", "corp.example", "acorp.example")) {
      assertThatThrownBy(() -> some.check(host, List.of(address("127.9.9.9")), false))
          .as(host)
          .isInstanceOf(ForbiddenAddressException.class);
    }
  }

  @Test
  public void shouldRefuseNumbersThatAreNotReadAlike() {
    for (String host :
        List.of(
            "2130706433",
            "0x7f000001",
            "0x7f.0.0.1",
            "0177.0.0.1",
            "127.1",
            "127.0.1",
            "127.0.0.1.",
            "1.2.3.4.5",
            "256.1.1.1",
            "017700000001")) {
      assertThatThrownBy(() -> AddressGuard.checkForm(host.replaceFirst("\\.$", ".01")))
          .as(host)
          .isInstanceOf(ForbiddenAddressException.class);
    }
    for (String host : List.of("127.0.0.1", "8.8.8.8", "a1.example", "1.example", "::1", "x")) {
      assertThatCode(() -> AddressGuard.checkForm(host)).as(host).doesNotThrowAnyException();
    }
  }

  @Test
  public void shouldNameTheWordOfTheListThatIsWrong() {
    for (String word :
        List.of("10.0.0.0/33", "10.0.0", "http://x", "a,b", "*", "::1/129", "1.2.3.4.5")) {
      assertThatThrownBy(() -> new AllowList("the.setting", List.of("127.0.0.1", word)))
          .as(word)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the.setting: '" + word + "'");
    }
    List<String> right =
        new ArrayList<>(List.of("a", "A-b.example", "*.a.example", "::1", "[::1]"));
    right.add("10.0.0.0/8");
    assertThat(new AllowList("x", right).names("a-b.example")).isTrue();
  }

  private static void refused(AddressGuard guard, String address, boolean own) throws Exception {
    List<InetAddress> addresses = List.of(address(address));
    assertThatThrownBy(() -> guard.check("some.example", addresses, own))
        .as(address)
        .isInstanceOf(ForbiddenAddressException.class);
  }

  private static void allowed(AddressGuard guard, String address, boolean own) throws Exception {
    List<InetAddress> addresses = List.of(address(address));
    assertThatCode(() -> guard.check("some.example", addresses, own))
        .as(address)
        .doesNotThrowAnyException();
  }

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }
}
