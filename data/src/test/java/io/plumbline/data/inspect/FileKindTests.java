package io.plumbline.data.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileKindTests {
  /** Netpbm allows any white space between the parts of a header, and comments. */
  @ParameterizedTest
  @ValueSource(
      strings = {"P6\n2 1\n255\n", "P6 2 1 255\n", "P5\t2 1 255 ", "P2\r\n# a\n2 1", "P4  8 8 "})
  void headersOfPnmAreKnown(String header) {
    assertThat(FileKind.of(header.getBytes(StandardCharsets.US_ASCII))).isEqualTo(FileKind.NETPBM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"P7 2 1", "P6x2 1", "P6 two", "p6 2 1"})
  void othersAreNone(String header) {
    assertThat(FileKind.of(header.getBytes(StandardCharsets.US_ASCII))).isEqualTo(FileKind.UNKNOWN);
  }
}
