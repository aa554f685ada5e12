package io.plumbline.pipeline.stage;

import io.plumbline.codegen.ends.RemoveEnds;
import io.plumbline.codegen.ends.SeparateBatch;
import io.plumbline.codegen.lower.LoweredProgram;
import io.plumbline.codegen.lower.Lowering;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.pipeline.request.Deployment;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.target.Target;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramVerifier;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * The programs of a compilation.
 *
 * @param compared has the batch and the outputs of the float model
 * @param deployed as the user wants it on the device
 * @param trimmed the deployed program without ends, if some are to go
 */
public record DeployStage(
    LoweredProgram compared, Program deployed, Optional<Program> trimmed, List<Finding> findings) {

  /** Lowers a planned graph, and makes of it what the deployment asks for. */
  public static DeployStage of(
      Graph optimised, QuantPlan plan, Target target, Deployment deployment) {
    LoweredProgram compared = Lowering.lower(optimised, plan, target);
    List<Finding> findings = new ArrayList<>();
    Program deployed = deployed(optimised, plan, target, deployment, compared);
    Optional<Program> trimmed = Optional.empty();
    if (deployment.removes()) {
      RemoveEnds.Trimmed result =
          RemoveEnds.apply(deployed, deployment.removedTypes(), deployment.removedNames());
      ProgramVerifier.verify(result.program());
      findings.addAll(result.findings());
      if (result.findings().isEmpty()) {
        findings.add(
            Finding.warning(
                "deploy.nothing-removed",
                "remove_node_type, remove_node_name",
                "no such node touches an input or output of the quantized model"));
      }
      trimmed = Optional.of(result.program());
    }
    return new DeployStage(compared, deployed, trimmed, findings);
  }

  /**
   * Runs a deployed program of a larger batch on the first samples, one by one and together, and
   * the one without ends on what the deployed one has between them.
   *
   * @param batch that it was deployed for; of 1 there is nothing to run
   * @throws io.plumbline.tensor.InternalException when a sample has other results in the batch than
   *     alone, or the program without ends other ones than with them
   */
  public void requireSameResults(int batch, SampleSource samples, int threads) {
    if (batch > 1) {
      BatchRun.require(compared.program(), deployed, batch, samples, threads);
    }
    trimmed.ifPresent(program -> EndsRun.require(deployed, program, batch, samples, threads));
  }

  private static Program deployed(
      Graph optimised,
      QuantPlan plan,
      Target target,
      Deployment deployment,
      LoweredProgram compared) {
    Program program = compared.program();
    if (deployment.batch() > 1 || deployment.layerOutputs()) {
      Graph graph = Rebatch.apply(optimised, deployment.batch());
      program =
          Lowering.lower(
                  deployment.layerOutputs() ? withLayerOutputs(graph, plan) : graph, plan, target)
              .program();
    }
    if (!deployment.separated().isEmpty()) {
      List<String> names =
          deployment.separated().equals(List.of(ModelInterface.ONLY_INPUT))
              ? optimised.inputs()
              : deployment.separated();
      program = SeparateBatch.apply(program, names);
      ProgramVerifier.verify(program);
    }
    return program;
  }

  /** The last value of every fused convolution is an output as well. */
  private static Graph withLayerOutputs(Graph graph, QuantPlan plan) {
    SequencedSet<String> outputs = new LinkedHashSet<>(graph.outputs());
    plan.nodes()
        .forEach(
            fused -> {
              Node head = graph.node(fused.nodes().getFirst());
              if (head.op() instanceof Conv || head.op() instanceof ConvTranspose) {
                outputs.add(graph.node(fused.nodes().getLast()).output());
              }
            });
    return graph.withOutputs(new ArrayList<>(outputs));
  }
}
