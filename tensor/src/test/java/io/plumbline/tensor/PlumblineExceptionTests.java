package io.plumbline.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlumblineExceptionTests {
  static List<PlumblineException> kinds() {
    return List.of(
        new BadModelException("a.code", "net.onnx", "expected 2, found 3", "export it again"),
        new BadDataException("a.code", "net.onnx", "expected 2, found 3", "export it again"),
        new BadConfigurationException(
            "a.code", "net.onnx", "expected 2, found 3", "export it again"),
        new UnsupportedException("a.code", "net.onnx", "expected 2, found 3", "export it again"),
        new EnvironmentException("a.code", "net.onnx", "expected 2, found 3", "export it again"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whatIsPrintedSaysWhereAndWhatToDo(PlumblineException error) {
    String all =
        error.getClass().getName()
            + ": expected 2, found 3 [a.code]\n  where: net.onnx\n  to do: export it again";
    assertThat(error).hasToString(all).hasMessage("expected 2, found 3");
    StringWriter trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).startsWith(all);
  }
}
