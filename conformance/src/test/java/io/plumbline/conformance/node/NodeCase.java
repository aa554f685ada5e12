package io.plumbline.conformance.node;

import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.OperatorSetIdProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.formats.wire.ValueInfoProto;
import io.plumbline.graph.Graph;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A model of one operator and the inputs it is tested with.
 *
 * @param name of its folder
 */
record NodeCase(String name, Path folder) {
  Graph graph() {
    return OnnxReader.read(folder.resolve("model.onnx"));
  }

  /** One tensor for each input of the model; empty where one is no tensor or not given. */
  Optional<SequencedMap<String, Tensor>> inputs(Graph graph) throws IOException {
    SequencedMap<String, Tensor> inputs = new LinkedHashMap<>();
    for (String input : graph.inputs()) {
      Path file = folder.resolve("test_data_set_0").resolve("input_" + inputs.size() + ".pb");
      if (graph.tensorType(input).isEmpty() || !Files.exists(file)) {
        return Optional.empty();
      }
      inputs.put(input, tensor(file));
    }
    return Optional.of(inputs);
  }

  /** Read as the initializer of a model, in which tensors come in the same form. */
  private static Tensor tensor(Path file) throws IOException {
    TensorProto tensor =
        TensorProto.parseFrom(Files.readAllBytes(file)).toBuilder().setName("tensor").build();
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
            .setGraph(
                GraphProto.newBuilder()
                    .setName("tensor")
                    .addInitializer(tensor)
                    .addOutput(ValueInfoProto.newBuilder().setName("tensor")))
            .build();
    return OnnxReader.read(model.toByteArray(), file.toString()).constant("tensor").orElseThrow();
  }

  @Override
  public String toString() {
    return name;
  }
}
