package io.plumbline.formats.onnx;

import static io.plumbline.formats.onnx.Models.floats;
import static io.plumbline.formats.onnx.Models.model;
import static io.plumbline.formats.onnx.Models.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.formats.wire.GraphProto;
import io.plumbline.graph.Graph;
import io.plumbline.tensor.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxWriterTests {
  @TempDir private Path folder;

  private static Graph graph() {
    return OnnxReader.read(
        model(
                GraphProto.newBuilder()
                    .addInitializer(floats("w", 1, 2, 3, 4))
                    .addInitializer(floats("v", 5, 6, 7, 8))
                    .addNode(node("Add", List.of("x", "w"), List.of("a")))
                    .addNode(node("Mul", List.of("a", "v"), List.of("y"))))
            .build()
            .toByteArray(),
        "model.onnx");
  }

  @Test
  void filesReadBackEqual() throws IOException {
    Path file = folder.resolve("model.onnx");
    OnnxWriter.write(graph(), file);
    assertThat(Files.readAllBytes(file)).isEqualTo(OnnxWriter.toBytes(graph()));
    assertThat(GraphDifference.first(graph(), OnnxReader.read(file))).isEmpty();
    assertThat(entries()).containsExactly("model.onnx");
  }

  @Test
  void constantsTooLargeForOneFileGoBesideIt() throws IOException {
    Path file = folder.resolve("model.onnx");
    OnnxWriter.write(graph(), file, 16);
    assertThat(entries()).containsExactly("model.onnx", "model.onnx.data");
    assertThat(GraphDifference.first(graph(), OnnxReader.read(file))).isEmpty();
    byte[] first = Files.readAllBytes(folder.resolve("model.onnx.data"));
    OnnxWriter.write(OnnxReader.read(file), file, 16);
    assertThat(Files.readAllBytes(folder.resolve("model.onnx.data"))).isEqualTo(first);
  }

  @Test
  void nothingIsLeftWhereNothingCanBeWritten() throws IOException {
    Path occupied = folder.resolve("model.onnx");
    Files.createDirectories(occupied.resolve("inside"));
    assertThatThrownBy(() -> OnnxWriter.write(graph(), occupied))
        .isInstanceOf(EnvironmentException.class);
    assertThat(entries()).containsExactly("model.onnx");
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> OnnxWriter.write(graph(), file.resolve("model.onnx")))
        .isInstanceOf(EnvironmentException.class);
  }

  private List<String> entries() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
