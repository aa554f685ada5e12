package io.plumbline.pipeline.stage;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.input.PictureInputs;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Deployment;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.quantize.demand.Demands;
import io.plumbline.quantize.wish.Mention;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.NearestSpelling;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds a request against its model before any long work, the same for every command: names of
 * nodes, types and inputs, the batch, folders of samples. Shapes and names of output nodes are held
 * against it when the model is parsed.
 */
public final class RequestGate {
  private RequestGate() {}

  /**
   * @param optimised the model of the request
   * @return what the request names in vain
   * @throws BadConfigurationException when the request names what the model does not have, or asks
   *     for a batch that it does not keep apart
   * @throws io.plumbline.tensor.BadDataException when a folder of samples cannot be listed
   */
  public static List<Finding> require(CompileRequest request, Graph optimised) {
    List<Finding> findings = Mention.requireKnown(request.options().mentions(), optimised);
    requireWideIntegers(request);
    requireInputs(request.deployment(), optimised);
    requireEnds(request.deployment(), optimised);
    Rebatch.apply(optimised, request.deployment().batch());
    if (request.calibration() instanceof FolderData data && !data.folders().isEmpty()) {
      data.requireFolders(Preparation.inputs(optimised), PictureInputs.of(optimised.info()));
    }
    return findings;
  }

  /** A goal is reached with integers of more than 8 bits. */
  private static void requireWideIntegers(CompileRequest request) {
    boolean narrow =
        Demands.widest(request.target()).activation().bytes() == 1
            && request.target().wideWeights().isEmpty();
    if (!request.goal().isNone() && narrow) {
      throw new BadConfigurationException(
          "config.no-wide-integers",
          "target_agreement, target_cosine, budget",
          "the target '%s' computes in 8 bits only, so that nothing can be raised"
              .formatted(request.target().name()),
          "choose a target with a scheme of 16 bits, or leave the goal out");
    }
  }

  private static void requireInputs(Deployment deployment, Graph optimised) {
    for (String input : deployment.separated()) {
      if (!input.equals(ModelInterface.ONLY_INPUT) && !optimised.inputs().contains(input)) {
        throw new BadConfigurationException(
            "config.unknown-input",
            "separate_name",
            "the model has no input '%s'%s"
                .formatted(input, NearestSpelling.suggestion(input, optimised.inputs())),
            "the inputs are: " + String.join(", ", optimised.inputs()));
      }
    }
  }

  /** Ends have the names of nodes, of values, or of forms of these: {@code VALUE.quantized}. */
  private static void requireEnds(Deployment deployment, Graph optimised) {
    Set<String> values = new TreeSet<>(optimised.inputs());
    Set<String> nodes = new TreeSet<>();
    for (Node node : optimised.nodes()) {
      values.addAll(node.outputs());
      nodes.add(node.name());
      nodes.addAll(node.origins());
    }
    values.remove(Node.ABSENT);
    for (String name : deployment.removedNames()) {
      boolean form = values.stream().anyMatch(value -> name.startsWith(value + "."));
      if (!form && !values.contains(name) && !nodes.contains(name)) {
        nodes.addAll(values);
        throw new BadConfigurationException(
            "config.unknown-node",
            "remove_node_name",
            "the model has no node and no value '%s'%s"
                .formatted(name, NearestSpelling.suggestion(name, nodes)),
            "'plumb info' lists the tensors of the quantized model");
      }
    }
  }
}
