package io.plumbline.pipeline.record;

import io.plumbline.codegen.lower.LoweredProgram;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Stage;
import io.plumbline.pipeline.search.Searched;
import io.plumbline.pipeline.tune.Mixture;
import io.plumbline.pipeline.tune.Tuned;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.runtime.module.NativeCode;
import io.plumbline.tensor.Finding;
import io.plumbline.verify.similarity.TensorSimilarity;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Everything a compilation made.
 *
 * @param provenance what it was made from
 * @param original the bound float graph
 * @param optimised the float graph that was quantized
 * @param calibrated the optimised graph with fake quantization
 * @param tuned how accuracy was won back, if that was tried
 * @param searched how ranges were found, when candidates were compared
 * @param mixture how the tensors of 16 bits were found, when there was a goal
 * @param noise where the noise at the outputs comes from, when it was asked for
 * @param code what is deployed as C, where there is C for it
 * @param similarities of the quantized models to the optimised one, or to the given one where it
 *     rounds by itself, by tensor of the optimised graph
 * @param judged how often it answers as the float model, when that was asked for
 * @param artifacts files written, in order
 * @param seconds wall time of each stage
 * @param statistics what calibration saw of the tensors of the optimised graph
 */
public record Compilation(
    CompileRequest request,
    Provenance provenance,
    Graph original,
    Graph optimised,
    Graph calibrated,
    QuantPlan plan,
    Optional<Tuned> tuned,
    Optional<Searched> searched,
    Optional<Mixture> mixture,
    Optional<NoiseReport> noise,
    LoweredProgram lowered,
    Optional<NativeCode> code,
    SequencedMap<String, TensorSimilarity> similarities,
    Optional<Judged> judged,
    List<Finding> findings,
    SequencedMap<Artifact, Path> artifacts,
    SequencedMap<Stage, Double> seconds,
    Statistics statistics) {
  public Compilation {
    similarities = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(similarities));
    findings = List.copyOf(findings);
    artifacts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(artifacts));
    seconds = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(seconds));
  }

  /** How many calibration samples were used. */
  public long samples() {
    return statistics.samples();
  }

  /** The file of all that the compilation had to say. */
  public Path log() {
    return request.folder().resolve(CompilationLog.FILE_NAME);
  }

  /** Precisions that were asked for and are not what the program has. */
  public List<UnmetRequest> unmet() {
    List<UnmetRequest> unmet = UnmetRequest.of(request.options(), optimised, plan);
    return request.plan().isPresent() ? unmet.stream().map(UnmetRequest::byPlan).toList() : unmet;
  }

  /** The same with other files. */
  public Compilation with(SequencedMap<Artifact, Path> written) {
    return new Compilation(
        request,
        provenance,
        original,
        optimised,
        calibrated,
        plan,
        tuned,
        searched,
        mixture,
        noise,
        lowered,
        code,
        similarities,
        judged,
        findings,
        written,
        seconds,
        statistics);
  }
}
