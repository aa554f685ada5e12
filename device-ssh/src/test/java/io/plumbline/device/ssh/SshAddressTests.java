package io.plumbline.device.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.tensor.BadConfigurationException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How addresses of boards are read. */
class SshAddressTests {
  @ParameterizedTest
  @CsvSource({
    "ssh://me@board, me, board, 22, .cache/plumbline, ssh://me@board",
    "ssh:/me@board, me, board, 22, .cache/plumbline, ssh://me@board",
    "ssh://me@board/, me, board, 22, .cache/plumbline, ssh://me@board",
    "ssh://me@board:2222/tmp/x, me, board, 2222, /tmp/x, ssh://me@board:2222",
    "ssh://me@10.0.0.7/~/x, me, 10.0.0.7, 22, x, ssh://me@10.0.0.7",
    "ssh://me@[fe80::1]:23, me, fe80::1, 23, .cache/plumbline, ssh://me@[fe80::1]:23"
  })
  void areRead(String text, String user, String host, int port, String folder, String board) {
    SshAddress address = SshAddress.parse(text);
    assertThat(address.user()).isEqualTo(user);
    assertThat(address.host()).isEqualTo(host);
    assertThat(address.port()).isEqualTo(port);
    assertThat(address.folder()).isEqualTo(folder);
    assertThat(address.board()).isEqualTo(board);
  }

  @Test
  void options() {
    SshAddress address =
        SshAddress.parse(
            "ssh://board?run=qemu-aarch64 -L /x&timeout=5&for=linux-aarch64/i8mm=cc -static");
    assertThat(address.user()).isEqualTo(System.getProperty("user.name"));
    assertThat(address.emulator()).isEqualTo(List.of("qemu-aarch64", "-L", "/x"));
    assertThat(address.patience()).isEqualTo(Duration.ofSeconds(5));
    assertThat(address.target()).contains("linux-aarch64/i8mm=cc -static");
    assertThat(address.key()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "board",
        "ssh://",
        "ssh://-oProxyCommand=x",
        "ssh://me@board:0",
        "ssh://me@board:70000",
        "ssh://a b@board",
        "ssh://board?run=",
        "ssh://board?speed=1",
        "ssh://board?timeout=0",
        "ssh://board?timeout=soon",
        "ssh://board?run=a&run=b"
      })
  void whatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> SshAddress.parse(text))
        .isInstanceOf(BadConfigurationException.class)
        .extracting(error -> ((BadConfigurationException) error).code())
        .isEqualTo("board.address");
  }
}
