package io.wirelink.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.HostPort;
import io.wirelink.agent.InterfaceFilter;
import io.wirelink.agent.PeerConfig;
import io.wirelink.agent.PortMappingMode;
import io.wirelink.agent.PresharedKeyMode;
import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.trust.TrustLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
  private static final String HUB = "ZP/Mzlvt9BwNH9oqtuL0ZP8OW1foBBWfE8R6nSrM/nk=";
  private static final String LEAF = "302gDmQsULru7lawg8XvU92Y43G2eAntZk39wpJSMwY=";

  private static final AgentConfig EVERYTHING =
      new AgentConfig(
          true,
          51900,
          true,
          new InterfaceFilter(List.of("eth*", "wlan0"), List.of("docker?")),
          PortMappingMode.OFF,
          PresharedKeyMode.OFF,
          Map.of(
              PublicKey.parse(HUB),
              new PeerConfig(
                  "hub",
                  TrustLevel.MEMBERSHIP,
                  true,
                  List.of(new HostPort("vpn.example.org", 51820), new HostPort("2001:db8::1", 1)),
                  List.of(Cidr.parse("10.0.0.0/24"), Cidr.parse("2001:db8::/32")),
                  true)));

  private static final MetricsAddress METRICS = new MetricsAddress(Endpoint.parse("[::1]:9586"));

  private static final String EVERYTHING_IN_JSON =
      """
      {
        "router": true, "port": 51900, "chatty": true, "debug": true,
        "report-ifaces": ["eth*", "wlan0"], "hide-ifaces": ["docker?"],
        "port-mapping": "off", "preshared-keys": "off", "metrics": "[::1]:9586", "state": false,
        "peers": [
          {"PublicKey": "%s", "Name": "hub", "Trust": "Membership", "FactExchanger": true,
           "Endpoints": ["vpn.example.org:51820", "[2001:db8::1]:1"],
           "AllowedIPs": ["10.0.0.0/24", "2001:db8::/32"], "Basic": true}
        ]
      }
      """
          .formatted(HUB);

  @TempDir private Path folder;
  private final Map<String, String> variables = new HashMap<>();

  private EffectiveConfig load(Settings flags) throws ConfigException {
    variables.put("WIRELINK_CONFIG_PATH", folder.toString());
    return EffectiveConfig.load("wg0", flags, variables);
  }

  private EffectiveConfig load(String extension, String text) throws Exception {
    Files.writeString(folder.resolve("wirelink.wg0." + extension), text);
    return load(Settings.NONE);
  }

  @Test
  void withoutAFileTheDefaultsAreInForce() throws Exception {
    assertEquals(
        new EffectiveConfig("wg0", false, AgentConfig.DEFAULT, MetricsAddress.OFF, true),
        load(Settings.NONE));
  }

  @Test
  void withoutTheDirectoryTheDefaultsAreInForce() throws Exception {
    Path missing = folder.resolve("missing");
    Map<String, String> elsewhere = Map.of("WIRELINK_CONFIG_PATH", missing.toString());
    assertEquals(
        new EffectiveConfig("wg0", false, AgentConfig.DEFAULT, MetricsAddress.OFF, true),
        EffectiveConfig.load("wg0", Settings.NONE, elsewhere));
  }

  @Test
  void theFileOfAnotherInterfaceIsNotRead() throws Exception {
    Files.writeString(folder.resolve("wirelink.wg1.json"), "broken");
    assertEquals(AgentConfig.DEFAULT, load(Settings.NONE).agent());
  }

  @Test
  void jsonIsRead() throws Exception {
    assertEquals(
        new EffectiveConfig("wg0", true, EVERYTHING, METRICS, false),
        load("json", EVERYTHING_IN_JSON));
  }

  @Test
  void yamlIsRead() throws Exception {
    String yaml =
        """
        router: true
        port: 51900 # as everywhere
        chatty: yes
        debug: on
        ReportIfaces:
          - eth*
          - wlan0
        HideIfaces: ["docker?"]
        port-mapping: off
        preshared-keys: off
        metrics: "[::1]:9586"
        state: no
        peers:
          - PublicKey: %s
            Name: hub
            Trust: membership
            FactExchanger: true
            Endpoints: ["vpn.example.org:51820", "[2001:db8::1]:1"]
            AllowedIPs: [10.0.0.0/24, "2001:db8::/32"]
            Basic: true
        """
            .formatted(HUB);
    assertEquals(new EffectiveConfig("wg0", true, EVERYTHING, METRICS, false), load("yaml", yaml));
    Files.move(folder.resolve("wirelink.wg0.yaml"), folder.resolve("wirelink.wg0.yml"));
    assertEquals(EVERYTHING, load(Settings.NONE).agent());
  }

  @Test
  void tomlIsRead() throws Exception {
    String toml =
        """
        router = true
        port = 51900
        chatty = true
        debug = true
        report-ifaces = ["eth*", "wlan0"]
        hide-ifaces = ["docker?"]
        port-mapping = "off"
        preshared-keys = "off"
        metrics = "[::1]:9586"
        state = false
        [[peers]]
        PublicKey = "%s"
        Name = "hub"
        Trust = "Membership"
        FactExchanger = true
        Endpoints = ["vpn.example.org:51820", "[2001:db8::1]:1"]
        AllowedIPs = ["10.0.0.0/24", "2001:db8::/32"]
        Basic = true
        """
            .formatted(HUB);
    assertEquals(new EffectiveConfig("wg0", true, EVERYTHING, METRICS, false), load("toml", toml));
  }

  @Test
  void keysAreReadInAnyCase() throws Exception {
    String upper =
        """
        {"ROUTER": "AUTO", "Port": "51900", "reportifaces": "eth0, eth1", "HIDE-IFACES": null,
         "PEERS": [{"publickey": "%s", "allowedips": ["10.0.0.7/24"], "TRUST": "allowedips"}]}
        """
            .formatted(HUB);
    AgentConfig agent = load("json", upper).agent();
    assertEquals(51900, agent.port());
    assertEquals(List.of("eth0", "eth1"), agent.interfaces().report());
    PeerConfig hub = agent.peers().get(PublicKey.parse(HUB));
    assertEquals(List.of(Cidr.parse("10.0.0.0/24")), hub.allowedIps());
    assertEquals(TrustLevel.ALLOWED_IPS, hub.trust());
  }

  @Test
  void whatTheGoImplementationDumpsIsRead() throws Exception {
    String dumped =
        """
        {"chatty": false, "config-path": "/etc/wireguard", "debug": false, "help": false,
         "iface": "wg0", "peers": [{"publickey": "%s", "name": "hub", "trust": ""}],
         "port": 0, "reportifaces": null, "router": "auto", "version": false}
        """
            .formatted(HUB);
    AgentConfig agent = load("json", dumped).agent();
    assertEquals(
        Map.of(
            PublicKey.parse(HUB), new PeerConfig("hub", null, false, List.of(), List.of(), false)),
        agent.peers());
    assertEquals(null, agent.port());
    assertEquals(null, agent.router());
  }

  @Test
  void peersKeepTheirOrder() throws Exception {
    String peers = "peers: [{PublicKey: %s}, {PublicKey: %s}]".formatted(LEAF, HUB);
    assertEquals(
        List.of(PublicKey.parse(LEAF), PublicKey.parse(HUB)),
        List.copyOf(load("yaml", peers).agent().peers().keySet()));
  }

  @Test
  void aliasesOfYamlStandForWhatTheyName() throws Exception {
    String peers =
        """
        peers:
          - {PublicKey: %s, AllowedIPs: &nets [10.0.0.0/24]}
          - {PublicKey: %s, AllowedIPs: *nets}
        """
            .formatted(LEAF, HUB);
    assertEquals(
        List.of(Cidr.parse("10.0.0.0/24")),
        load("yaml", peers).agent().peers().get(PublicKey.parse(HUB)).allowedIps());
  }

  @Test
  void theEnvironmentOverridesTheFileAndTheCommandLineBoth() throws Exception {
    variables.put("WIRELINK_ROUTER", "auto");
    variables.put("WIRELINK_PORT", "7");
    variables.put("WIRELINK_CHATTY", "false");
    variables.put("WIRELINK_DEBUG", "0");
    variables.put("WIRELINK_REPORT_IFACES", "lan*,wan*");
    variables.put("WIRELINK_HIDEIFACES", "veth*");
    variables.put("WIRELINK_PORT_MAPPING", "PCP");
    variables.put("WIRELINK_PRESHARED_KEYS", "Auto");
    variables.put("WIRELINK_METRICS", "127.0.0.1:80");
    variables.put("WIRELINK_STATE", "true");
    EffectiveConfig fromEnvironment = load("json", EVERYTHING_IN_JSON);
    assertFalse(fromEnvironment.debug());
    assertTrue(fromEnvironment.state());
    assertEquals("127.0.0.1:80", fromEnvironment.metrics().toString());
    AgentConfig expected =
        new AgentConfig(
            null,
            7,
            false,
            new InterfaceFilter(List.of("lan*", "wan*"), List.of("veth*")),
            PortMappingMode.PCP,
            EVERYTHING.peers());
    assertEquals(expected, fromEnvironment.agent());

    Settings flags =
        new Settings(
            RouterMode.NO,
            0,
            true,
            true,
            null,
            null,
            PortMappingMode.NAT_PMP,
            MetricsAddress.OFF,
            false);
    EffectiveConfig fromFlags = load(flags);
    assertTrue(fromFlags.debug());
    assertFalse(fromFlags.state());
    assertEquals(MetricsAddress.OFF, fromFlags.metrics());
    assertEquals(PortMappingMode.NAT_PMP, fromFlags.agent().portMapping());
    assertEquals(false, fromFlags.agent().router());
    assertEquals(null, fromFlags.agent().port());
    assertTrue(fromFlags.agent().chatty());
  }

  @Test
  void anEmptyVariableIsNotSet() throws Exception {
    variables.put("WIRELINK_PORT", "");
    variables.put("WIRELINK_REPORT_IFACES", "");
    variables.put("WIRELINK_REPORTIFACES", "eth0");
    assertEquals(List.of("eth0"), load(Settings.NONE).agent().interfaces().report());
  }

  @Test
  void whatIsWrittenCanBeReadAgain() throws Exception {
    EffectiveConfig config = load("json", EVERYTHING_IN_JSON);
    assertEquals(config, load("json", ConfigWriter.write(config)));
    EffectiveConfig defaults =
        new EffectiveConfig("wg0", false, AgentConfig.DEFAULT, MetricsAddress.OFF, true);
    assertEquals(defaults, load("json", ConfigWriter.write(defaults)));
  }

  @Test
  void theDirectoryItselfMayBeReadableForNobody() throws IOException {
    Path loop = Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
    Map<String, String> elsewhere = Map.of("WIRELINK_CONFIG_PATH", loop.toString());
    assertThrows(
        ConfigException.class, () -> EffectiveConfig.load("wg0", Settings.NONE, elsewhere));
  }
}
