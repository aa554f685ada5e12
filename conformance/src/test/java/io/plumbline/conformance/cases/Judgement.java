package io.plumbline.conformance.cases;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtOptions;
import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.graph.Graph;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds what the command line made of a case to what is right for it. */
final class Judgement {
  private static final OrtOptions LITERAL = OrtOptions.literal(1);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Of rows that are chosen by scores, one of nearly equal ones may be another. */
  private static final double CHOSEN_ALIKE = 0.95;

  /** Of other rows, how far an element may be off, as a share of the largest. */
  private static final double NEAR = 0.05;

  private static final String PROGRAM = "quantized_model.onnx";

  private final CaseRun run;

  Judgement(CaseRun run) {
    this.run = run;
  }

  /**
   * @throws Shortfall when the case is not as expected
   */
  void require(Expectation expectation) {
    switch (expectation) {
      case Expectation.Cosine(double least) -> cosine(PROGRAM, least);
      case Expectation.Optimised(double least) -> cosine("optimized_float_model.onnx", least);
      case Expectation.Within(double most) -> program((right, found) -> near(right, found, most));
      case Expectation.NotBelow(double least) -> program((right, found) -> notBelow(found, least));
      case Expectation.Reported(double least) -> reported(least);
      case Expectation.CalibratedLiteral(double most) -> calibratedLiteral(most);
      case Expectation.GivenLiteral(double most) ->
          outputs(run.given().model(), (right, found) -> near(right, found, most));
      case Expectation.ExtentsOrRefused(boolean chosen) -> extentsOrRefused(chosen);
      case Expectation.Refused(String text) -> refused(text);
      case Expectation.Named(String text) -> named(text);
      case Expectation.Unsaid(String text) -> unsaid(text);
      case Expectation.FloatNodes(int most) -> floatNodes(most);
      case Expectation.OwnDumps dumps -> ownDumps();
      case Expectation.ShortLines(int most) -> shortLines(most);
      case Expectation.BeyondLimit limit -> LargeModel.require();
    }
  }

  /** A demand on one output. */
  private interface Demand {
    void on(Tensor right, Tensor found);
  }

  private void program(Demand demand) {
    run.requireCompiled();
    outputs(run.artefact(PROGRAM), demand);
  }

  private void outputs(Path model, Demand demand) {
    for (int sample = 0; sample < run.given().samples(); sample++) {
      List<Tensor> right = run.given().right(sample);
      List<Tensor> found = run.infer(model, sample);
      for (int output = 0; output < right.size(); output++) {
        sameShape(right.get(output), found.get(output));
        demand.on(right.get(output), found.get(output));
      }
    }
  }

  private void cosine(String artefact, double least) {
    run.requireCompiled();
    outputs(
        run.artefact(artefact),
        (right, found) -> {
          double cosine = Similarity.of(right, found).cosine();
          demand(cosine >= least, "%s has cosine %.5f".formatted(artefact, cosine));
        });
  }

  private static void sameShape(Tensor right, Tensor found) {
    demand(
        right.shape().equals(found.shape()),
        "an output has shape %s where %s is right".formatted(found.shape(), right.shape()));
  }

  private static void near(Tensor right, Tensor found, double most) {
    double difference = Similarity.of(right, found).largestDifference();
    demand(difference <= most, "an output is off by " + difference);
  }

  private static void notBelow(Tensor found, double least) {
    for (float value : found.toFloats()) {
      demand(value >= least, "an output has the element " + value);
    }
  }

  private void reported(double least) {
    run.requireCompiled();
    for (JsonNode output : run.compiled().get("outputs")) {
      double cosine = output.path("quantized_cosine").asDouble(0);
      demand(cosine >= least, "compile reports the cosine %.5f".formatted(cosine));
    }
  }

  private void calibratedLiteral(double most) {
    run.requireCompiled();
    Path file = run.artefact("calibrated_model.onnx");
    Graph graph = OnnxReader.read(file);
    try (OrtEngine engine = OrtEngine.open(graph, LITERAL)) {
      for (int sample = 0; sample < run.given().samples(); sample++) {
        Map<String, Tensor> fed = new LinkedHashMap<>();
        for (int input = 0; input < graph.inputs().size(); input++) {
          fed.put(graph.inputs().get(input), NpyFile.read(run.given().inputs(sample).get(input)));
        }
        List<Tensor> literal = List.copyOf(engine.run(fed).values());
        List<Tensor> found = run.infer(file, sample);
        for (int output = 0; output < literal.size(); output++) {
          near(literal.get(output), found.get(output), most);
        }
      }
    }
  }

  private void extentsOrRefused(boolean chosen) {
    if (run.compile().status() == 3) {
      return;
    }
    program(
        (right, found) -> {
          if (chosen) {
            double cosine = Similarity.of(right, found).cosine();
            demand(cosine >= CHOSEN_ALIKE, "an output of the right extent has cosine " + cosine);
          } else {
            near(right, found, NEAR * largest(right));
          }
        });
  }

  private static double largest(Tensor tensor) {
    double largest = 0;
    for (float value : tensor.toFloats()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private void refused(String text) {
    demand(run.compile().status() == 3, "compile gives " + run.compile().summary());
    demand(run.compile().err().contains(text), "compile says " + run.compile().summary());
  }

  private void named(String text) {
    if (run.compile().status() != 3) {
      run.requireCompiled();
    }
    boolean warned =
        run.compile()
            .err()
            .lines()
            .anyMatch(
                line ->
                    (line.startsWith("warning: ")
                            || line.startsWith("error[")
                            || line.startsWith("  where: "))
                        && line.contains(text));
    demand(warned, "nothing names %s: %s".formatted(text, run.compile().summary()));
  }

  private CommandRun check() {
    return CommandRun.of(List.of("check", "--json", "-m", run.given().model()));
  }

  private void unsaid(String text) {
    boolean said = run.compile().err().contains(text) || check().out().contains(text);
    demand(!said, "it is said: " + text);
  }

  private void floatNodes(int most) {
    CommandRun check = check();
    demand(check.status() == 0, "check gives " + check.summary());
    long count = 0;
    for (JsonNode node : JSON.readTree(check.out()).get("nodes")) {
      count += node.path("precision").asString().startsWith("float") ? 1 : 0;
    }
    demand(count <= most, count + " nodes stay in float");
  }

  private void ownDumps() {
    run.requireCompiled();
    List<Path> files = run.dumped(run.artefact(PROGRAM), 0);
    demand(new HashSet<>(files).size() == files.size(), "two outputs share a file: " + files);
  }

  private void shortLines(int most) {
    run.requireCompiled();
    CommandRun check = CommandRun.of(List.of("check", "-m", run.given().model()));
    run.compile()
        .err()
        .lines()
        .forEach(line -> demand(line.length() <= most, "a line has " + line.length()));
    check.lines().forEach(line -> demand(line.length() <= most, "a line has " + line.length()));
  }

  private static void demand(boolean met, String shortfall) {
    if (!met) {
      throw new Shortfall(shortfall);
    }
  }
}
