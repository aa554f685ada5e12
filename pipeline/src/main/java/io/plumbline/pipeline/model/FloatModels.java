package io.plumbline.pipeline.model;

import io.plumbline.formats.caffe.CaffeReader;
import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.request.ModelFiles;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/** Reads float models of any format that is understood. */
public final class FloatModels {
  private FloatModels() {}

  /** A model's graph as its file has it, and what was noticed in reading. */
  public record FloatModel(Graph graph, List<Finding> findings) {
    public FloatModel {
      findings = List.copyOf(findings);
    }
  }

  /**
   * Reads a model: a prototxt or the suffix {@code .caffemodel} make it Caffe, all else is ONNX.
   *
   * @param ports shapes of inputs that the files leave open
   */
  public static FloatModel read(ModelFiles files, ModelInterface ports) {
    String name = files.model().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".onnx") && files.prototxt().isPresent()) {
      throw new BadConfigurationException(
          "model.two-formats",
          files.model().toString(),
          "a prototxt is given for an .onnx model",
          "remove the prototxt, or give the .caffemodel");
    }
    if (files.prototxt().isPresent()) {
      Path prototxt = files.prototxt().get();
      SequencedMap<String, Shape> shapes = ports.named(CaffeReader.inputs(prototxt)).shapes();
      CaffeReader.CaffeModel model = CaffeReader.read(prototxt, files.model(), shapes);
      return new FloatModel(model.graph(), model.findings());
    }
    if (name.endsWith(".caffemodel")) {
      throw new BadConfigurationException(
          "model.no-prototxt",
          files.model().toString(),
          "a caffemodel holds weights only",
          "give the network's prototxt with --proto, or the key prototxt");
    }
    return new FloatModel(OnnxReader.read(files.model()), List.of());
  }
}
