package io.plumbline.pipeline.model;

import io.plumbline.formats.ModelFormats;
import io.plumbline.formats.onnx.InferenceMode;
import io.plumbline.formats.onnx.RandomNodes;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Graph;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A float model as it is run, without training.
 *
 * @param findings what of it is not as the file has it
 */
public record GivenModel(Graph graph, List<Finding> findings) {
  public GivenModel {
    findings = List.copyOf(findings);
  }

  /**
   * Reads a model that gives the same results at each run.
   *
   * @throws io.plumbline.tensor.UnsupportedException when random numbers reach an output
   * @throws io.plumbline.tensor.PlumblineException when the file is no float model
   */
  public static GivenModel repeatable(ModelFiles files) {
    GivenModel model = read(files);
    SameResults.require(model.graph, files.model().toString());
    return model;
  }

  /**
   * Reads a model; a warning names the node that makes its results differ from run to run.
   *
   * @throws io.plumbline.tensor.PlumblineException when the file is no float model
   */
  public static GivenModel any(ModelFiles files) {
    GivenModel model = read(files);
    Optional<RandomNodes.Found> random = SameResults.differing(model.graph);
    if (random.isEmpty()) {
      return model;
    }
    List<Finding> findings = new ArrayList<>(model.findings);
    findings.add(
        Finding.warning(
            "model.random", random.get().node().name(), SameResults.sentence(random.get())));
    return new GivenModel(model.graph, findings);
  }

  private static GivenModel read(ModelFiles files) {
    InferenceMode.Applied applied = InferenceMode.apply(ModelFormats.read(files).graph());
    return new GivenModel(applied.graph(), applied.findings());
  }
}
