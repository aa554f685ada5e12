import io.plumbline.config.Configurations;
import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.formats.program.ProgramWriter;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.Plumbline;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.DataInspection;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.pipeline.samples.SampleFindings;
import io.plumbline.pipeline.stage.AnnotateStage;
import io.plumbline.pipeline.stage.CalibrateStage;
import io.plumbline.pipeline.stage.DeployStage;
import io.plumbline.pipeline.stage.SimilarityStage;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.runtime.Engine;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.similarity.TensorSimilarity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Plumbline inside a program of one's own: compiles the shipped classifier, goes the same road
 * stage by stage, and runs what came of it. Needs neither the command line nor its libraries.
 */
public final class Embed {
  private Embed() {}

  /**
   * @param args the folder {@code examples/shapes}, and a folder to write to
   */
  public static void main(String[] args) throws IOException {
    Path example = Path.of(args[0]);
    CompileRequest request = request(example, Path.of(args[1]));
    Compilation compilation = Pipeline.compile(request, Progress.SILENT);
    compilation.findings().forEach(finding -> System.out.println(finding.message()));
    System.out.println("compiled " + compilation.artifacts().get(Artifact.QUANTIZED));
    configured(example);
    stepwise(request);
    run(request.file(Artifact.QUANTIZED), compilation);
  }

  /** What a configuration file says on the command line. */
  private static CompileRequest request(Path example, Path folder) {
    FolderData calibration =
        new FolderData(
            List.of(example.resolve("calibration")),
            List.of(),
            Optional.of(PreprocessFile.read(example.resolve("preprocess.yaml"))),
            List.of(),
            false);
    return CompileRequest.of(ModelFiles.of(example.resolve("model.onnx")), calibration)
        .withEffort(Effort.FAST)
        .into(folder, "shapes")
        .withThreads(2);
  }

  /** A configuration file is a request, too. */
  private static void configured(Path example) {
    CompileRequest configured =
        Configurations.read(example.resolve("config.yaml")).translate().request();
    System.out.println("configured " + configured.file(Artifact.QUANTIZED).getFileName());
  }

  /** The stages of a compilation one by one: each makes a value of values and writes nothing. */
  private static void stepwise(CompileRequest request) throws IOException {
    Graph original = Preparation.parse(request.files(), request.ports()).graph();
    Preparation.Prepared prepared = Preparation.optimise(original);
    Graph optimised = prepared.graph();
    try (Engine engine = OrtEngine.open(optimised)) {
      DataInspection data =
          DataInspection.of(request, engine.inputs(), engine.pictures(), new SampleFindings());
      CalibrateStage calibrate = CalibrateStage.of(request, prepared);
      Statistics statistics = calibrate.observe(engine, data.samples(), Progress.SILENT);
      QuantPlan plan = calibrate.plan(statistics).plan();
      AnnotateStage annotated = AnnotateStage.of(optimised, plan);
      DeployStage deployed =
          DeployStage.of(optimised, plan, request.target(), request.deployment());
      SequencedMap<String, TensorSimilarity> similarities =
          SimilarityStage.of(
                  engine, optimised, annotated.calibrated(), deployed.compared(), request)
              .compare(data.samples(), Progress.SILENT);
      for (String output : optimised.outputs()) {
        System.out.printf(
            "cosine of %s: %.6f%n", output, similarities.get(output).quantizedCosine());
      }
      Path again = request.folder().resolve("stepwise.onnx");
      ProgramWriter.write(deployed.deployed(), again);
      if (Files.mismatch(again, request.file(Artifact.QUANTIZED)) >= 0) {
        throw new IllegalStateException("the stages made another program than the compilation");
      }
      System.out.println("stepwise equal");
    }
  }

  /** Runs an artefact on a sample of zeros, as a device would. */
  private static void run(Path model, Compilation compilation) {
    try (Engine engine = Plumbline.load(model)) {
      Map<String, Tensor> sample =
          Map.of(
              engine.inputs().getFirst().name(),
              Tensor.allocate(
                  engine.inputs().getFirst().dtype(),
                  compilation
                      .optimised()
                      .tensorType(compilation.optimised().inputs().getFirst())
                      .orElseThrow()
                      .shape()));
      Tensor scores = engine.run(sample).firstEntry().getValue();
      System.out.println("ran, scores of shape " + scores.shape());
    }
  }
}
