package io.plumbline.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The line by which clients know an agent. */
class AgentCommandTests {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1:7, false",
    "::1, [::1]:7, false",
    "0.0.0.0, HOST:7, true",
    "::, HOST:7, true",
  })
  void theLineBeginsWithAnAddressThatClientsReach(String host, String begins, boolean explained)
      throws UnknownHostException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), 0);
    assertThat(AgentCommand.clientLine(host, address, 7, "ab"))
        .startsWith(begins + " ab TOKEN")
        .hasSize(explained ? 2 : 1);
  }
}
