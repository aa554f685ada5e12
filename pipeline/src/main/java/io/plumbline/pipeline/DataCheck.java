package io.plumbline.pipeline;

import io.plumbline.data.inspect.ChannelFacts;
import io.plumbline.data.inspect.InputSummary;
import io.plumbline.graph.Graph;
import io.plumbline.graph.input.PictureInputs;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.record.FindingRecords;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.DataInspection;
import io.plumbline.pipeline.samples.SampleFindings;
import io.plumbline.pipeline.stage.RequestGate;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.parallel.Threads;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calibration samples looked at without compiling.
 *
 * @param samples how many could be read
 * @param summaries statistics of each input
 * @param failure why the samples cannot be used at all; empty when some can
 */
public record DataCheck(
    int samples,
    List<InputSummary> summaries,
    List<Finding> findings,
    Optional<BadDataException> failure) {
  public DataCheck {
    summaries = List.copyOf(summaries);
    findings = List.copyOf(findings);
  }

  /**
   * Reads every calibration sample of a request once.
   *
   * @throws io.plumbline.tensor.PlumblineException when the model cannot be read, or the request
   *     contradicts it
   */
  public static DataCheck of(CompileRequest request, Progress progress) {
    Graph graph = Preparation.parse(request.files(), request.ports()).graph();
    List<Finding> ofRequest = ofRequest(request, graph);
    List<Port> ports = Preparation.inputs(graph);
    SequencedMap<String, PictureInput> pictures = PictureInputs.of(graph.info());
    SampleFindings ofFiles = new SampleFindings();
    DataInspection inspection;
    try {
      inspection = DataInspection.of(request, ports, pictures, ofFiles);
    } catch (BadDataException e) {
      List<Finding> findings = new ArrayList<>(ofRequest);
      findings.addAll(ofFiles.sorted());
      return new DataCheck(0, List.of(), findings, Optional.of(e));
    }
    Optional<BadDataException> failure = load(request, inspection.samples(), progress);
    List<Finding> findings = new ArrayList<>(ofRequest);
    findings.addAll(ofFiles.sorted());
    findings.addAll(inspection.ofSamples());
    List<InputSummary> summaries = inspection.summaries();
    int samples = summaries.stream().mapToInt(InputSummary::samples).max().orElse(0);
    return new DataCheck(samples, summaries, findings, failure);
  }

  /** Optimising is what takes time; names of nodes and types, and a batch, need it. */
  private static List<Finding> ofRequest(CompileRequest request, Graph parsed) {
    boolean needed =
        !request.options().mentions().isEmpty()
            || !request.deployment().removedNames().isEmpty()
            || request.deployment().batch() > 1;
    return needed ? RequestGate.require(request, Preparation.optimise(parsed).graph()) : List.of();
  }

  private static Optional<BadDataException> load(
      CompileRequest request, SampleSource samples, Progress progress) {
    progress.stage("inspect");
    AtomicInteger done = new AtomicInteger();
    try {
      Threads.each(
          request.threads(),
          "plumbline-data",
          samples.size(),
          (index, _) -> {
            samples.load(index);
            progress.update(done.incrementAndGet(), samples.size());
          });
      return Optional.empty();
    } catch (BadDataException e) {
      return Optional.of(e);
    }
  }

  /** What the files hold, before the model's own normalisation. */
  public Section.Table table() {
    List<List<Cell>> rows = new ArrayList<>();
    for (InputSummary summary : summaries) {
      for (int channel = 0; channel < summary.channels().size(); channel++) {
        ChannelFacts facts = summary.channels().get(channel);
        rows.add(
            List.of(
                Cell.of(summary.input().name()),
                Cell.of(summary.input().shape().toString()),
                Cell.of(channel),
                Cell.real(facts.min(), 4),
                Cell.real(facts.max(), 4),
                Cell.real(facts.mean(), 4),
                Cell.real(facts.deviation(), 4)));
      }
    }
    return new Section.Table(
        "Calibration samples: %d".formatted(samples),
        List.of("Input", "Shape", "Channel", "Minimum", "Maximum", "Mean", "Deviation"),
        rows);
  }

  /** For machines. */
  public Map<String, Object> record() {
    List<Map<String, Object>> inputs = new ArrayList<>();
    for (InputSummary summary : summaries) {
      Map<String, Object> input = new LinkedHashMap<>();
      input.put("name", summary.input().name());
      input.put("shape", summary.input().shape().toString());
      input.put("channels", summary.channels().stream().map(DataCheck::channel).toList());
      inputs.add(input);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("samples", samples);
    root.put("inputs", inputs);
    root.put("findings", FindingRecords.of(findings));
    return root;
  }

  private static Map<String, Object> channel(ChannelFacts facts) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("min", facts.min());
    map.put("max", facts.max());
    map.put("mean", facts.mean());
    map.put("deviation", facts.deviation());
    return map;
  }
}
