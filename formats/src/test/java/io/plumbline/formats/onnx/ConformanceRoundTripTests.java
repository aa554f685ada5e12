package io.plumbline.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.graph.Graph;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.UnsupportedException;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The single-operator models of the ONNX project: read, written and read again, each must stay the
 * same graph and give the same bits in ONNX Runtime, or be refused by its opset. What does not is
 * listed, with the reason, in {@code conformance-exceptions.tsv}; a listed case that passes fails
 * the test.
 */
class ConformanceRoundTripTests {
  @Test
  void everyNodeModelSurvives() throws IOException {
    Path folder = SharedData.require("conformance/tests/node");
    SequencedMap<String, String> failures = new TreeMap<>();
    List<Path> cases;
    try (Stream<Path> entries = Files.list(folder)) {
      cases = entries.filter(entry -> Files.exists(entry.resolve("model.onnx"))).sorted().toList();
    }
    for (Path entry : cases) {
      failure(entry).ifPresent(why -> failures.put(entry.getFileName().toString(), why));
    }
    assertThat(cases).hasSizeGreaterThan(1400);
    assertThat(cases.stream().filter(ConformanceRoundTripTests::canRun).count())
        .as("cases whose bits are compared")
        .isGreaterThan(1000);
    Map<String, String> unexpected = new TreeMap<>(failures);
    unexpected.keySet().removeAll(exceptions().keySet());
    assertThat(unexpected).as("cases that fail").isEmpty();
    assertThat(exceptions().keySet()).as("exceptions that pass").isSubsetOf(failures.keySet());
  }

  private static Map<String, String> exceptions() throws IOException {
    try (InputStream in =
        ConformanceRoundTripTests.class.getResourceAsStream("conformance-exceptions.tsv")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", 2))
          .collect(Collectors.toMap(cells -> cells[0], cells -> cells[1]));
    }
  }

  private static Optional<String> failure(Path entry) throws IOException {
    byte[] original = Files.readAllBytes(entry.resolve("model.onnx"));
    long opset = ModelInfoCodec.opset(ModelProto.parseFrom(original));
    try {
      Graph graph = OnnxReader.read(entry.resolve("model.onnx"));
      if (opset < OnnxReader.OLDEST_OPSET || opset > OnnxReader.NEWEST_OPSET) {
        return Optional.of("opset " + opset + " was not refused");
      }
      byte[] written = OnnxWriter.toBytes(graph);
      Optional<String> difference =
          GraphDifference.first(graph, OnnxReader.read(written, "written"));
      return difference.isPresent() ? difference : differentBits(original, written, entry);
    } catch (UnsupportedException refused) {
      boolean byOpset =
          refused.code().equals("model.opset")
              && (opset < OnnxReader.OLDEST_OPSET || opset > OnnxReader.NEWEST_OPSET);
      return byOpset ? Optional.empty() : Optional.of(refused.code() + " " + refused.getMessage());
    } catch (PlumblineException e) {
      return Optional.of(e.code() + " " + e.getMessage());
    } catch (RuntimeException e) {
      return Optional.of(e.toString());
    }
  }

  private static boolean canRun(Path entry) {
    try {
      byte[] original = Files.readAllBytes(entry.resolve("model.onnx"));
      Optional<Map<String, Tensor>> inputs = inputs(ModelProto.parseFrom(original), entry);
      return inputs.isPresent() && !OrtRun.run(original, inputs.get()).isEmpty();
    } catch (IOException | OrtException cannot) {
      return false;
    }
  }

  /** Empty also where ONNX Runtime, or its Java binding, cannot run the original. */
  static Optional<String> differentBits(byte[] original, byte[] written, Path entry)
      throws IOException {
    Optional<Map<String, Tensor>> inputs = inputs(ModelProto.parseFrom(original), entry);
    if (inputs.isEmpty()) {
      return Optional.empty();
    }
    SequencedMap<String, Object> expected;
    try {
      expected = OrtRun.run(original, inputs.get());
    } catch (OrtException unsupported) {
      return Optional.empty();
    }
    try {
      return expected.equals(OrtRun.run(written, inputs.get()))
          ? Optional.empty()
          : Optional.of("different outputs");
    } catch (OrtException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<Map<String, Tensor>> inputs(ModelProto model, Path entry)
      throws IOException {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    ModelSource source = new ModelSource(entry.toString(), Optional.empty());
    for (int i = 0; i < model.getGraph().getInputCount(); i++) {
      Path file = entry.resolve("test_data_set_0").resolve("input_" + i + ".pb");
      if (!model.getGraph().getInput(i).getType().hasTensorType() || !Files.exists(file)) {
        return Optional.empty();
      }
      Optional<Tensor> tensor =
          TensorCodec.read(TensorProto.parseFrom(Files.readAllBytes(file)), source)
              .filter(value -> OrtRun.javaType(value.dtype()).isPresent());
      if (tensor.isEmpty()) {
        return Optional.empty();
      }
      inputs.put(model.getGraph().getInput(i).getName(), tensor.get());
    }
    return Optional.of(inputs);
  }
}
