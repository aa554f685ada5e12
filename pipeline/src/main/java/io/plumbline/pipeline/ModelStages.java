package io.plumbline.pipeline;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.model.Preparation.Parsed;
import io.plumbline.pipeline.model.Preparation.Prepared;
import io.plumbline.pipeline.record.Journal;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.samples.DataInspection;
import io.plumbline.pipeline.samples.SampleFindings;
import io.plumbline.pipeline.stage.AnnotateStage;
import io.plumbline.pipeline.stage.CalibrateStage;
import io.plumbline.pipeline.stage.DeployStage;
import io.plumbline.pipeline.stage.RequestGate;
import io.plumbline.quantize.annotate.LoadedPairs;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.PlumblineException;

/** The stages that make a model of a model; each writes what it made. */
record ModelStages(CompileRequest request, Journal journal) {
  /** Reads the float model. */
  Parsed parse() {
    Parsed parsed = Preparation.parse(request.files(), request.ports());
    journal.found(parsed.findings());
    Journal.requireApart(request, parsed.beside());
    journal.write(Artifact.ORIGINAL_FLOAT, parsed.graph());
    return parsed;
  }

  /** Makes it simpler, and holds what is asked for against it. */
  Prepared optimise(Graph original) {
    Prepared optimised = Preparation.optimise(original);
    journal.found(optimised.findings());
    CalibrateStage.requireLoaded(request, optimised);
    journal.found(RequestGate.require(request, optimised.graph()));
    journal.say(
        "%s %d"
            .formatted(
                Count.of(original.nodes().size(), "node becomes", "nodes become"),
                optimised.graph().nodes().size()));
    journal.write(
        Artifact.OPTIMIZED_FLOAT, LoadedPairs.apply(optimised.graph(), optimised.scales()));
    return optimised;
  }

  /**
   * Opens the samples.
   *
   * @param ofFiles takes what is found of them
   */
  DataInspection open(OrtEngine engine, SampleFindings ofFiles) {
    try {
      return DataInspection.of(request, engine.inputs(), engine.pictures(), ofFiles);
    } catch (PlumblineException e) {
      journal.found(ofFiles.sorted());
      throw e;
    }
  }

  /** Makes models with fake quantization of a plan. */
  AnnotateStage annotate(Graph optimised, QuantPlan plan) {
    AnnotateStage annotated = AnnotateStage.of(optimised, plan);
    journal.write(Artifact.CALIBRATED, annotated.calibrated().graph());
    journal.write(Artifact.PTQ, annotated.ptq().graph());
    return annotated;
  }

  /** Makes the integer program of a plan. */
  DeployStage quantize(Graph optimised, QuantPlan plan, DataInspection data) {
    DeployStage deployed = DeployStage.of(optimised, plan, request.target(), request.deployment());
    journal.found(deployed.findings());
    deployed.requireSameResults(request.deployment().batch(), data.samples(), request.threads());
    journal.write(Artifact.QUANTIZED, deployed.deployed());
    deployed.trimmed().ifPresent(program -> journal.write(Artifact.QUANTIZED_REMOVED, program));
    return deployed;
  }
}
