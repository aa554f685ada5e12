package io.plumbline.pipeline.stage;

import io.plumbline.graph.Graph;
import io.plumbline.graph.input.PictureInputs;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.quantize.wish.Mention;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.NearestSpelling;

/**
 * Holds a request against its model before any long work, the same for every command: names of
 * nodes, types and inputs, folders of samples. Shapes and names of output nodes are held against it
 * when the model is parsed.
 */
public final class RequestGate {
  private RequestGate() {}

  /**
   * @param optimised the model of the request
   * @throws BadConfigurationException when the request names what the model does not have
   * @throws io.plumbline.tensor.BadDataException when a folder of samples cannot be listed
   */
  public static void require(CompileRequest request, Graph optimised) {
    Mention.requireKnown(request.options().mentions(), optimised);
    for (String input : request.deployment().separated()) {
      if (!input.equals(ModelInterface.ONLY_INPUT) && !optimised.inputs().contains(input)) {
        throw new BadConfigurationException(
            "config.unknown-input",
            "separate_name",
            "the model has no input '%s'%s"
                .formatted(input, NearestSpelling.suggestion(input, optimised.inputs())),
            "the inputs are: " + String.join(", ", optimised.inputs()));
      }
    }
    if (request.calibration() instanceof FolderData data && !data.folders().isEmpty()) {
      data.requireFolders(Preparation.inputs(optimised), PictureInputs.of(optimised.info()));
    }
  }
}
