package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.INPUT;
import static io.plumbline.config.horizon.ConfigKey.MODEL;

import io.plumbline.graph.input.InputPreparation;
import io.plumbline.pipeline.request.Deployment;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.NearestSpelling;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.colour.InputSource;
import java.util.List;
import java.util.SequencedMap;

/** How the quantized model differs from the float one: batch, ends, extra outputs. */
final class DeploymentSettings {
  private static final List<String> REMOVABLE =
      List.of("Quantize", "Transpose", "Dequantize", "Cast", "Reshape", "Softmax");

  private final ConfigFile config;
  private final InputSettings inputs;

  DeploymentSettings(ConfigFile config, InputSettings inputs) {
    this.config = config;
    this.inputs = inputs;
  }

  Deployment deployment(
      SequencedMap<String, Shape> shapes, SequencedMap<String, InputPreparation> pictures) {
    int batch = config.number(INPUT, "input_batch", 1, 4096).map(Double::intValue).orElse(1);
    requireBatchOfOne(batch, shapes);
    return new Deployment(
        batch,
        separated(),
        removedTypes(),
        config.list(MODEL, "remove_node_name"),
        layerOutputs(pictures),
        config.text(MODEL, "debug_mode").isPresent());
  }

  private void requireBatchOfOne(int batch, SequencedMap<String, Shape> shapes) {
    for (Shape shape : shapes.values()) {
      if (batch > 1 && shape.rank() > 0 && shape.dim(0) != 1) {
        throw new BadConfigurationException(
            "config.conflict",
            config.where(INPUT, "input_batch"),
            "input_batch is %d, but input_shape %s has another first extent than 1"
                .formatted(batch, shape),
            "write input_shape with a first extent of 1");
      }
    }
  }

  private List<String> separated() {
    List<String> named = config.list(INPUT, "separate_name");
    boolean all = config.flag(INPUT, "separate_batch");
    if (all && !named.isEmpty()) {
      throw new BadConfigurationException(
          "config.conflict",
          config.where(INPUT, "separate_name"),
          "both separate_batch and separate_name are given",
          "give one of them");
    }
    for (String name : named) {
      if (!inputs.names().contains(name)
          && !inputs.names().equals(List.of(ModelInterface.ONLY_INPUT))) {
        throw config.invalid(
            INPUT,
            "separate_name",
            config.node(INPUT, "separate_name").orElseThrow(),
            name,
            "names of input_name" + NearestSpelling.suggestion(name, inputs.names()));
      }
    }
    return all ? inputs.names() : named;
  }

  private List<String> removedTypes() {
    List<String> types = config.list(MODEL, "remove_node_type");
    for (String type : types) {
      if (!REMOVABLE.contains(type)) {
        throw config.invalid(
            MODEL,
            "remove_node_type",
            config.node(MODEL, "remove_node_type").orElseThrow(),
            type,
            String.join(" | ", REMOVABLE) + NearestSpelling.suggestion(type, REMOVABLE));
      }
    }
    return types;
  }

  private boolean layerOutputs(SequencedMap<String, InputPreparation> pictures) {
    boolean dump = config.flag(MODEL, "layer_out_dump");
    boolean resized =
        pictures.values().stream().anyMatch(each -> each.picture().source() == InputSource.RESIZER);
    if (dump && resized) {
      throw new BadConfigurationException(
          "config.conflict",
          config.where(MODEL, "layer_out_dump"),
          "layer_out_dump does not go with an input_source of resizer",
          "use input_source ddr or pyramid while looking at layers");
    }
    return dump;
  }
}
