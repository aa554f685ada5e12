package io.plumbline.formats.onnx;

import static io.plumbline.formats.onnx.Models.floats;
import static io.plumbline.formats.onnx.Models.model;
import static io.plumbline.formats.onnx.Models.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.graph.Graph;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.UnsupportedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    Path again = folder.resolve("again.onnx");
    OnnxWriter.write(OnnxReader.read(file), again);
    assertThat(Files.readAllBytes(file)).isEqualTo(Files.readAllBytes(again));
    assertThat(GraphDifference.first(graph(), OnnxReader.read(file))).isEmpty();
    assertThat(entries()).containsExactly("again.onnx", "model.onnx");
  }

  @Test
  void aModelThatNoArrayHoldsIsRefusedWithTheLimit() {
    assertThatThrownBy(() -> OnnxWriter.toBytes(graph(), List.of(), 16))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("2 GiB");
  }

  /** A file that we wrote is read as it was written, or not at all. */
  @ParameterizedTest
  @ValueSource(longs = {16, 1 << 20})
  void everyFlippedBitIsNoticed(long largestInline) throws IOException {
    Path written = folder.resolve("model.onnx");
    OnnxWriter.write(graph(), written, largestInline);
    for (String entry : entries()) {
      Path file = folder.resolve(entry);
      byte[] bytes = Files.readAllBytes(file);
      boolean isData = entry.endsWith(OnnxWriter.DATA_SUFFIX);
      for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
        boolean isPadding = isData && bit / Byte.SIZE >= 16 && bit / Byte.SIZE < 4096;
        if (isPadding) {
          continue;
        }
        byte[] flipped = bytes.clone();
        flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        Files.write(file, flipped);
        assertThatThrownBy(() -> OnnxReader.read(written))
            .as("bit %d of %s", bit, entry)
            .isInstanceOf(PlumblineException.class);
      }
      Files.write(file, bytes);
    }
  }

  /** What others write has no seal, and what they add to ours is refused until they say so. */
  @Test
  void aFileThatWasChangedOnPurposeSaysSo() throws IOException {
    Path file = folder.resolve("model.onnx");
    OnnxWriter.write(graph(), file);
    ModelProto changed =
        ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder().setDocString("mine").build();
    Files.write(file, changed.toByteArray());
    assertThatThrownBy(() -> OnnxReader.read(file))
        .isInstanceOfSatisfying(
            BadModelException.class,
            e -> {
              assertThat(e.code()).isEqualTo("model.damaged");
              assertThat(e.remedy()).contains("plumbline.sealed", "plumbline.sha256");
            });
    Files.write(file, changed.toBuilder().clearMetadataProps().build().toByteArray());
    assertThat(OnnxReader.read(file).info().documentation()).isEqualTo("mine");
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
